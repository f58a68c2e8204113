package insurancecontract.endtoend;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.Client.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** The platform as its users see it; every answer is held against the description of the API. */
final class Api {
  private final OpenApi openApi = new OpenApi();
  private final String address;

  Api(String address) {
    this.address = address;
  }

  /** A demo user at the gateway; null is somebody without a token. */
  private Client as(String user) {
    return user == null ? Client.anonymous(address) : Client.as(address, user);
  }

  Reply get(String user, String path) {
    return call(user, "GET", path, null);
  }

  Reply post(String user, String path, JsonObject body) {
    return call(user, "POST", path, body);
  }

  /** A call that is known to succeed. */
  void does(String user, String path, JsonObject body) {
    Reply reply = post(user, path, body);
    assertThat(reply.status()).as(reply.text()).isBetween(200, 299);
  }

  Reply patch(String user, String path, JsonObject body) {
    return call(user, "PATCH", path, body);
  }

  Reply call(String user, String method, String path, JsonObject body, String... headers) {
    Reply reply = callAsync(user, method, path, body, headers).join();
    openApi.describes(method, path, reply);
    return reply;
  }

  CompletableFuture<Reply> callAsync(
      String user, String method, String path, JsonObject body, String... headers) {
    return as(user).sendAsync(method, path, body == null ? null : body.encode(), headers);
  }

  /** The list that an answer carries under this name. */
  JsonArray list(String user, String path, String name) {
    Reply reply = get(user, path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.body().getJsonArray(name);
  }

  /** A customer applies and pays. */
  long apply(String customer, String product) {
    Reply reply = post(customer, "/subscriptions", new JsonObject().put("productName", product));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.body().getLong("subscriptionId");
  }

  /** Waits until the application has got this far. */
  void reaches(String user, long subscriptionId, String status) {
    reaches(user, subscriptionId, "subscriptionStatus", status);
  }

  void reaches(String user, long subscriptionId, String field, String value) {
    String path = "/subscriptionViews/" + subscriptionId;
    Awaitility.await(subscriptionId + " has " + field + " " + value)
        .pollInterval(20, MILLISECONDS)
        .until(() -> value.equals(get(user, path).body().getString(field)));
  }

  /** The view's row, once the application has got this far. */
  JsonObject await(String user, long subscriptionId, String status) {
    return await(user, subscriptionId, "subscriptionStatus", status);
  }

  JsonObject await(String user, long subscriptionId, String field, String value) {
    reaches(user, subscriptionId, field, value);
    return get(user, "/subscriptionViews/" + subscriptionId).body();
  }

  /** How many cases each underwriter may have open; 0 closes the desks. */
  void desks(int capacity) {
    for (long underwriter : new long[] {77001520L, 77001521L}) {
      Reply reply =
          patch("sue", "/underwriters/" + underwriter, new JsonObject().put("capacity", capacity));
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }
  }
}
