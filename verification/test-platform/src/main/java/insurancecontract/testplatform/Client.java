package insurancecontract.testplatform;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** A person at the gateway: calls it over HTTP and nothing else. */
public final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An answer; the body is empty when it is no JSON object. */
  public record Reply(int status, JsonObject body, HttpHeaders headers, String text) {
    /** The status as the problem's code, for a short look. */
    public String code() {
      return body.getString("code");
    }
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** Signing in takes a while, so each user does it once for each platform. */
  private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

  private final String address;
  private final String token;

  private Client(String address, String token) {
    this.address = address;
    this.token = token;
  }

  /** Somebody without a token. */
  public static Client anonymous(String address) {
    return new Client(address, null);
  }

  /** The user of this token. */
  public static Client bearing(String address, String token) {
    return new Client(address, token);
  }

  /** A demo user, signed in. */
  public static Client as(String address, String user) {
    return new Client(address, token(address, user));
  }

  /** The token of a demo user. */
  public static String token(String address, String user) {
    return TOKENS.computeIfAbsent(address + " " + user, key -> signIn(address, user));
  }

  private static String signIn(String address, String user) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/auth/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("username=" + user + "&password=" + user))
            .build();
    Reply reply = join(send(request));
    if (reply.status() != 200) {
      throw new IllegalStateException("sign-in of " + user + " answered " + reply);
    }
    return reply.body().getString("access_token");
  }

  /** GET. */
  public Reply get(String path) {
    return join(sendAsync("GET", path, null));
  }

  /** POST without a body. */
  public Reply post(String path) {
    return join(sendAsync("POST", path, null));
  }

  /** POST with a body. */
  public Reply post(String path, JsonObject body) {
    return join(sendAsync("POST", path, body.encode()));
  }

  /** PATCH with a body. */
  public Reply patch(String path, JsonObject body) {
    return join(sendAsync("PATCH", path, body.encode()));
  }

  /** Any call, without waiting for the answer; a null body is none. */
  public CompletableFuture<Reply> sendAsync(
      String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private static CompletableFuture<Reply> send(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(Client::reply);
  }

  private static Reply reply(HttpResponse<String> response) {
    String text = response.body();
    JsonObject body = text.startsWith("{") ? new JsonObject(text) : new JsonObject();
    return new Reply(response.statusCode(), body, response.headers(), text);
  }

  private static Reply join(CompletableFuture<Reply> reply) {
    try {
      return reply.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException io ? new UncheckedIOException(io) : e;
    }
  }
}
