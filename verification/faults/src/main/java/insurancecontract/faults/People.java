package insurancecontract.faults;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** People at the gateway. Someone who is not answered in time, or not at all, gets status 0. */
public final class People {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SIGN_IN_ATTEMPTS_MAX = 20;

  /** An answer; the body is empty when it is no JSON object. */
  public record Reply(int status, JsonObject body, long millis, String retryAfter) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final String address;

  /** Those who come to this gateway. */
  public People(String address) {
    this.address = address;
  }

  /** A demo user asks; a null body is none. */
  public CompletableFuture<Reply> ask(
      String user, String method, String path, JsonObject body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token(user))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (headers.length > 0) request.headers(headers);
    return send(request.build());
  }

  /** A demo user applies for insurance, once however often it is asked with this key. */
  public CompletableFuture<Reply> apply(String user, String key, String product) {
    JsonObject body = new JsonObject().put("productName", product);
    return ask(user, "POST", "/subscriptions", body, "Idempotency-Key", key);
  }

  /** A demo user signs in, and needs no more to do so. */
  public void signIn(String user) {
    tokens.put(user, askForToken(user));
  }

  /** What a demo user shows to be known; asked for the first time that it is needed. */
  String token(String user) {
    return tokens.computeIfAbsent(user, this::askForToken);
  }

  private String askForToken(String user) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/auth/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("username=" + user + "&password=" + user))
            .build();
    for (int attempt = 1; attempt <= SIGN_IN_ATTEMPTS_MAX; attempt++) {
      Reply reply = send(request).join();
      if (reply.status() == 200) return reply.body().getString("access_token");
    }
    throw new IllegalStateException(user + " cannot sign in");
  }

  private CompletableFuture<Reply> send(HttpRequest request) {
    long begin = System.nanoTime();
    return http.sendAsync(request, BodyHandlers.ofString())
        .handle((response, broken) -> reply(response, (System.nanoTime() - begin) / 1_000_000));
  }

  private static Reply reply(HttpResponse<String> response, long millis) {
    if (response == null) return new Reply(0, new JsonObject(), millis, "");
    String retryAfter = response.headers().firstValue("Retry-After").orElse("");
    return new Reply(response.statusCode(), json(response.body()), millis, retryAfter);
  }

  private static JsonObject json(String text) {
    try {
      return text.startsWith("{") ? new JsonObject(text) : new JsonObject();
    } catch (DecodeException broken) {
      return new JsonObject();
    }
  }
}
