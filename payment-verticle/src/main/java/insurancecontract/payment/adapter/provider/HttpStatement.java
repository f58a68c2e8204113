package insurancecontract.payment.adapter.provider;

import insurancecontract.payment.application.NoStatement;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.ProviderStatement;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The statement of a real provider over HTTP, in pages:
 *
 * <ul>
 *   <li>{@code GET {url}/statement}, for later pages {@code GET {url}/statement?cursor=…}, with
 *       {@code Authorization: Bearer <secret key>}.
 *   <li>200 with {@code {"movements":[{"key":"17","type":"charge","amount":39000,
 *       "currency":"KRW","at":"2026-03-01T12:00:00Z"}],"next":"…"}}. The type is {@code charge} or
 *       {@code refund}; the movements are in the numeric order of their keys over all pages; {@code
 *       next} is the cursor of the next page and is absent from the last one.
 *   <li>404 means that the provider has no statement.
 * </ul>
 *
 * The statement holds the charges of our secret key only. Any other response cannot be read.
 */
public final class HttpStatement implements ProviderStatement {
  private final HttpClient client;
  private final Supplier<ProviderSettings> settings;

  /** Reads through this client. */
  public HttpStatement(HttpClient client, Supplier<ProviderSettings> settings) {
    this.client = client;
    this.settings = settings;
  }

  @Override
  public Page page(Optional<String> cursor) {
    HttpResponse<String> response = get(cursor);
    if (response.statusCode() == 404) throw new NoStatement();
    if (response.statusCode() != 200) {
      throw new ProviderFailed("the provider answered with status " + response.statusCode());
    }
    try {
      JsonObject body = new JsonObject(response.body());
      require(body, "movements");
      List<Movement> movements =
          body.getJsonArray("movements").stream()
              .map(JsonObject.class::cast)
              .map(HttpStatement::movement)
              .toList();
      return new Page(movements, Optional.ofNullable(body.getString("next")));
    } catch (DecodeException
        | ClassCastException
        | IllegalArgumentException
        | DateTimeException malformed) {
      throw new ProviderFailed("the provider's statement is malformed: " + malformed.getMessage());
    }
  }

  private HttpResponse<String> get(Optional<String> cursor) {
    ProviderSettings now = settings.get();
    String query =
        cursor.map(it -> "?cursor=" + URLEncoder.encode(it, StandardCharsets.UTF_8)).orElse("");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(now.url() + "/statement" + query))
            .header("Authorization", "Bearer " + now.secretKey().value())
            .build();
    try {
      return client
          .sendAsync(request, BodyHandlers.ofString())
          .get(now.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      // The class only: the message may name hosts and addresses.
      throw new ProviderFailed(
          "the provider cannot be reached: " + cause.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderFailed("interrupted while reading the provider's statement");
    }
  }

  private static void require(JsonObject json, String... names) {
    for (String name : names) {
      if (json.getValue(name) == null) throw new IllegalArgumentException(name + " is missing");
    }
  }

  private static Movement movement(JsonObject json) {
    require(json, "key", "type", "amount", "currency", "at");
    return new Movement(
        Long.parseLong(json.getString("key")),
        Type.valueOf(json.getString("type").toUpperCase(Locale.ROOT)),
        json.getLong("amount"),
        json.getString("currency"),
        Instant.parse(json.getString("at")));
  }
}
