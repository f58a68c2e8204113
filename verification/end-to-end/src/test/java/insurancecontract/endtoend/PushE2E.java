package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.TestPlatform;
import insurancecontract.view.adapter.bus.BusViewChanges;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who listens at the event bus bridge hears of the own applications, and of no others. */
class PushE2E {
  private static final Vertx VERTX = Vertx.vertx();

  /** Held here, since Vert.x closes one that nobody refers to any more. */
  private static final WebSocketClient CLIENT = VERTX.createWebSocketClient();

  private static final AsyncApi DESCRIBED = new AsyncApi();
  private static final Map<String, String> ROLES =
      Map.of(
          "alice", "customer",
          "bob", "customer",
          "uma", "underwriter",
          "sue", "supervisor",
          "otto", "operator");
  private static final List<JsonObject> heard = new CopyOnWriteArrayList<>();
  private static TestPlatform platform;
  private static Api api;

  @BeforeAll
  static void start() {
    platform = TestPlatform.shared();
    api = new Api(platform.platform().address());
  }

  @AfterAll
  static void everything_that_was_heard_is_described() {
    assertThat(heard).isNotEmpty().allSatisfy(DESCRIBED::describesPushed);
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_customer_hears_of_each_step_of_the_own_application() {
    Listener alice = new Listener();
    alice.register("customer-status.alice", "alice");
    awaitRegistered(alice, "alice");

    long id = api.apply("alice", "Fisrtcancer");

    await().until(() -> alice.statusesOf(id).contains("UNDERWRITING"));
  }

  @Test
  void nobody_listens_to_others_or_without_a_token_or_speaks() {
    Listener bob = new Listener();

    bob.register("customer-status.alice", "bob");
    bob.register("desk-status", "bob");
    bob.send(new JsonObject().put("type", "register").put("address", "desk-status"));
    bob.send(
        new JsonObject()
            .put("type", "publish")
            .put("address", "customer-status.alice")
            .put("body", new JsonObject()));

    await().until(() -> bob.errors() == 4);
    assertThat(bob.messages).noneMatch(message -> message.getString("type").equals("rec"));
  }

  @Test
  void the_same_changes_are_streamed_through_the_gateway() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(platform.platform().address() + "/events"))
            .header("Authorization", "Bearer " + Listener.token("alice"))
            .build();
    HttpResponse<Stream<String>> stream =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
    assertThat(stream.statusCode()).isEqualTo(200);
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread reading = new Thread(() -> stream.body().forEach(lines::add), "stream");
    reading.setDaemon(true);
    reading.start();

    long id = api.apply("alice", "Fisrtcancer");

    await()
        .until(
            () ->
                lines.stream()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> new JsonObject(line.substring(6)))
                    .anyMatch(
                        row ->
                            row.getLong("subscriptionId") == id
                                && row.getString("subscriptionStatus").equals("UNDERWRITING")));
    assertThat(api.get(null, "/events").status()).isEqualTo(401);
  }

  @Test
  void the_addresses_of_browsers_are_described() {
    assertThat(DESCRIBED.pushAddresses().values())
        .containsExactlyInAnyOrder(
            BusViewChanges.OF_SUBSCRIPTION + "{subscriptionId}",
            BusViewChanges.OF_CUSTOMER + "{customerId}",
            BusViewChanges.OF_DESK);
  }

  @Test
  void whoever_may_listen_by_the_description_does_and_nobody_else() {
    long id = api.apply("alice", "Fisrtcancer");
    api.reaches("alice", id, "UNDERWRITING");
    DESCRIBED
        .pushAddresses()
        .forEach(
            (channel, pattern) -> {
              String address =
                  pattern.replace("{subscriptionId}", "" + id).replace("{customerId}", "alice");
              for (String user : List.of("alice", "bob", "uma", "sue", "otto")) {
                Set<String> listeners = DESCRIBED.listeners(channel, user.equals("alice"));
                assertThat(new Listener().mayListen(address, user))
                    .as(user + " at " + address)
                    .isEqualTo(listeners.contains(ROLES.get(user)) || worksIt(channel, user, id));
              }
            });
  }

  /** An underwriter's own are those that the underwriter works. */
  private static boolean worksIt(String channel, String user, long id) {
    return DESCRIBED.listeners(channel, true).contains(ROLES.get(user))
        && user.equals("uma")
        && api.get("uma", "/subscriptionViews/" + id).status() == 200;
  }

  /** A registration is not acknowledged: it stands once a change is heard. */
  private static void awaitRegistered(Listener listener, String customer) {
    await()
        .pollInterval(1, TimeUnit.SECONDS)
        .until(
            () -> {
              long id = api.apply(customer, "Fisrtcancer3");
              JsonObject view = api.await(customer, id, "UNDERWRITING");
              return !listener.statusesOf(view.getLong("subscriptionId")).isEmpty();
            });
  }

  /** A browser, without the browser. */
  private static final class Listener {
    private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    Listener() {
      int port = URI.create(platform.platform().address()).getPort();
      socket =
          CLIENT
              .connect(port, "localhost", "/eventbus/websocket")
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      socket.handler(
          message -> {
            JsonObject frame = new JsonObject(message);
            messages.add(frame);
            heard.add(frame);
          });
    }

    void register(String address, String user) {
      send(
          new JsonObject()
              .put("type", "register")
              .put("address", address)
              .put("headers", new JsonObject().put("token", token(user))));
    }

    private static String token(String user) {
      return Client.token(platform.platform().address(), user);
    }

    void send(JsonObject message) {
      socket.writeTextMessage(message.encode()).toCompletionStage().toCompletableFuture().join();
    }

    /** A second registration is refused with another reason where the first one stands. */
    boolean mayListen(String address, String user) {
      register(address, user);
      register(address, user);
      await().until(() -> errors() == (refused() == 0 ? 1 : 2));
      return refused() == 0;
    }

    private long refused() {
      return messages.stream().filter(it -> "rejected".equals(it.getString("body"))).count();
    }

    long errors() {
      return messages.stream().filter(it -> it.getString("type").equals("err")).count();
    }

    List<String> statusesOf(long subscriptionId) {
      return messages.stream()
          .filter(message -> message.getString("type").equals("rec"))
          .map(message -> message.getJsonObject("body"))
          .filter(row -> row.getLong("subscriptionId") == subscriptionId)
          .map(row -> row.getString("subscriptionStatus"))
          .toList();
    }
  }
}
