package insurancecontract.standalone.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
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
import org.awaitility.Awaitility;

/** The platform as its users see it: through the gateway, with a token. */
final class Api {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  /** What came back. */
  record Reply(int status, Map<String, String> headers, String text) {
    JsonObject json() {
      return new JsonObject(text);
    }

    JsonArray list(String name) {
      return json().getJsonArray(name);
    }

    String code() {
      return json().getString("code");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN).build();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final OpenApi openApi = new OpenApi();
  private final String address;

  Api(String address) {
    this.address = address;
  }

  /** The token of a demo user. */
  String token(String user) {
    return tokens.computeIfAbsent(
        user,
        name -> {
          HttpRequest request =
              HttpRequest.newBuilder(URI.create(address + "/auth/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("username=" + name + "&password=" + name))
                  .build();
          Reply reply = send(request);
          assertThat(reply.status()).as(reply.text()).isEqualTo(200);
          return reply.json().getString("access_token");
        });
  }

  Reply get(String user, String path) {
    return send(request(user, path).GET().build());
  }

  Reply post(String user, String path, JsonObject body) {
    return send(postRequest(user, path, body).build());
  }

  Reply patch(String user, String path, JsonObject body) {
    return send(
        request(user, path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body.encode()))
            .build());
  }

  /** A request that can be changed before it is sent. */
  HttpRequest.Builder postRequest(String user, String path, JsonObject body) {
    return request(user, path)
        .header("Content-Type", "application/json")
        .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
  }

  HttpRequest.Builder request(String user, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(WITHIN);
    return user == null ? request : request.header("Authorization", "Bearer " + token(user));
  }

  /** Sends, and holds the answer against the description of the API. */
  Reply send(HttpRequest request) {
    try {
      Reply reply = reply(client.send(request, BodyHandlers.ofString()));
      openApi.describes(request.method(), request.uri().getPath(), reply);
      return reply;
    } catch (IOException failure) {
      throw new AssertionError(request.uri() + ": " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  CompletableFuture<Reply> sendAsync(HttpRequest request) {
    return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Api::reply);
  }

  private static Reply reply(HttpResponse<String> response) {
    Map<String, String> headers = new ConcurrentHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Reply(response.statusCode(), headers, response.body());
  }

  /** A customer applies and pays. */
  long apply(String customer, String product) {
    Reply reply = post(customer, "/subscriptions", new JsonObject().put("productName", product));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().getLong("subscriptionId");
  }

  /** The view's row, once the application has got this far. */
  JsonObject await(String user, long subscriptionId, String status) {
    return await(user, subscriptionId, "subscriptionStatus", status);
  }

  JsonObject await(String user, long subscriptionId, String field, String value) {
    String path = "/subscriptionViews/" + subscriptionId;
    Awaitility.await(subscriptionId + " has " + field + " " + value)
        .atMost(WITHIN)
        .pollInterval(20, MILLISECONDS)
        .until(
            () -> {
              Reply reply = get(user, path);
              return reply.status() == 200 && value.equals(reply.json().getString(field));
            });
    return get(user, path).json();
  }

  /** How many cases an underwriter may have open; 0 closes the desk. */
  void capacity(long underwriterId, int capacity) {
    Reply reply =
        patch("sue", "/underwriters/" + underwriterId, new JsonObject().put("capacity", capacity));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  void desks(int capacity) {
    capacity(77001520L, capacity);
    capacity(77001521L, capacity);
  }
}
