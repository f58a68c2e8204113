package insurancecontract.view;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.view.projection.Sagas;
import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The bridge as browsers meet it: whose a connection is, how long, and what who does not read
 * costs.
 */
@Execution(ExecutionMode.CONCURRENT)
class PushDoorIT {
  private static final int SESSIONS_MAX = 3;
  private static final int UNREAD_MAX = 65_536;
  private static final int MESSAGE = 100_000;

  /** More than two operating systems keep for a connection. */
  private static final int MESSAGES = 150;

  private static final int HEARTBEAT_MS = 3_000;

  /** So rare that no machine is too slow for them, for tests that are not about heartbeats. */
  private static final int RARE_HEARTBEATS_MS = 20_000;

  private RunningView view;
  private WebSocketClient client;

  private void deploy(int heartbeat) {
    view =
        new RunningView(
            new JsonObject()
                .put("PUSH_HEARTBEAT_MS", heartbeat)
                .put("PUSH_SESSIONS_MAX", SESSIONS_MAX)
                .put("PUSH_UNREAD_MAX", UNREAD_MAX));
    client =
        view.vertx()
            .createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(1_048_576));
  }

  @AfterEach
  void close() {
    view.close();
  }

  /** A browser that reads. */
  private final class Browser {
    final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final ClientWebSocket socket = client.webSocket();
    private final Future<WebSocket> connecting;

    Browser() {
      socket.textMessageHandler(message -> heard.add(new JsonObject(message)));
      // Refusals come as binary frames.
      socket.binaryMessageHandler(message -> heard.add(message.toJsonObject()));
      connecting = socket.connect(view.port(), "127.0.0.1", "/eventbus/websocket");
      // Whoever is refused may be gone before it is connected.
      WebSocket unused = await(connecting.otherwiseEmpty());
    }

    void say(String type, String address, String token) {
      // Whoever is refused may be gone already.
      Future<Void> unused =
          socket.writeTextMessage(
              new JsonObject()
                  .put("type", type)
                  .put("address", address)
                  .put("headers", new JsonObject().put("token", token))
                  .encode());
    }

    /** One that listens: a second registration is refused with the reason that the first stands. */
    Browser(String address, String token) {
      this();
      register(address, token);
      register(address, token);
      await().until(() -> isTold("address_already_registered"));
    }

    void register(String address, String token) {
      say("register", address, token);
    }

    /** From now on, as a browser does. */
    void pings() {
      long unused = view.vertx().setPeriodic(1_000, due -> say("ping", "", null));
    }

    Stream<JsonObject> ofType(String type) {
      return heard.stream().filter(message -> type.equals(message.getString("type")));
    }

    boolean isTold(String why) {
      return ofType("err").anyMatch(it -> why.equals(it.getString("body")));
    }

    long refusals() {
      return ofType("err").filter(it -> "rejected".equals(it.getString("body"))).count();
    }

    boolean heardOf(long subscription) {
      return ofType("rec")
          .map(it -> it.getJsonObject("body").getLong("subscriptionId"))
          .anyMatch(Long.valueOf(subscription)::equals);
    }

    /** Whether it was let in: whoever was is refused a registration without a token. */
    boolean isIn() {
      if (isOver()) return false;
      say("register", "desk-status", "none");
      await().until(() -> isOver() || ofType("err").findAny().isPresent());
      return !isOver();
    }

    boolean isOver() {
      return connecting.failed() || socket.isClosed();
    }
  }

  @Test
  void a_later_token_of_the_same_subject_renews_the_session() {
    deploy(RARE_HEARTBEATS_MS);
    Browser lasting = new Browser("customer-status.alice", brief("alice"));
    lasting.say("unregister", "customer-status.alice", null);
    lasting.register("customer-status.alice", view.token("alice", "customer"));
    view.announce(Sagas.assigned(7, "alice"));
    await().until(() -> lasting.heardOf(7));
    Browser passing = new Browser("customer-status.alice", brief("alice"));
    await().until(passing::isOver);
    assertThat(lasting.isOver()).isFalse();
  }

  @Test
  void a_token_of_someone_else_neither_prolongs_a_session_nor_registers_anything() {
    deploy(RARE_HEARTBEATS_MS);
    Browser alice = new Browser("customer-status.alice", brief("alice"));
    alice.register("customer-status.bob", view.token("bob", "customer"));
    alice.register("desk-status", view.token("sue", "supervisor"));
    await().until(() -> alice.refusals() == 2);
    view.announce(Sagas.assigned(8, "bob"));
    Browser bob = new Browser("customer-status.bob", view.token("bob", "customer"));
    view.announce(Sagas.assigned(9, "bob"));
    await().until(() -> bob.heardOf(9));
    await().until(alice::isOver);
    assertThat(alice.ofType("rec")).isEmpty();
  }

  @Test
  void a_registration_that_is_refused_binds_nothing() {
    deploy(RARE_HEARTBEATS_MS);
    Browser browser = new Browser();
    browser.register("desk-status", brief("alice"));
    await().until(() -> browser.refusals() == 1);
    browser.register("customer-status.bob", view.token("bob", "customer"));
    browser.register("customer-status.bob", view.token("bob", "customer"));
    await().until(() -> browser.isTold("address_already_registered"));
    view.announce(Sagas.assigned(7, "bob"));
    await().until(() -> browser.heardOf(7));
  }

  @Test
  void whoever_is_refused_takes_no_place() {
    deploy(RARE_HEARTBEATS_MS);
    String sue = view.token("sue", "supervisor");
    List<Browser> in =
        Stream.generate(() -> new Browser("desk-status", sue)).limit(SESSIONS_MAX).toList();
    for (int i = 0; i < SESSIONS_MAX; i++) assertThat(new Browser().isIn()).isFalse();
    done(in.get(0).socket.close());
    await().until(() -> new Browser().isIn());
  }

  @Test
  void whoever_reads_late_is_spared_what_would_fill_the_memory_and_told_to_read_anew() {
    deploy(RARE_HEARTBEATS_MS);
    try (RawBrowser late = new RawBrowser(view.port())) {
      late.register("desk-status", view.token("sue", "supervisor"));
      tellMuch(new Browser("desk-status", view.token("otto", "operator")));
      long read = late.readUntil("\"body\":{\"reset\":true}");
      assertThat(read).isLessThan((long) MESSAGES * MESSAGE);
      view.announce(Sagas.assigned(9, "alice"));
      assertThat(late.readUntil("\"subscriptionId\":9,")).isPositive();
    }
  }

  @Test
  void whoever_takes_nothing_for_three_heartbeats_is_let_go() {
    deploy(HEARTBEAT_MS);
    try (RawBrowser silent = new RawBrowser(view.port())) {
      silent.register("desk-status", view.token("sue", "supervisor"));
      Browser reading = new Browser("desk-status", view.token("otto", "operator"));
      Browser third = new Browser("customer-status.alice", view.token("alice", "customer"));
      assertThat(new Browser().isIn()).isFalse();
      tellMuch(reading);
      await().until(() -> new Browser().isIn());
      assertThat(reading.isOver()).isFalse();
      assertThat(third.isOver()).isFalse();
    }
  }

  @Test
  void whoever_has_not_registered_for_three_heartbeats_is_let_go_however_alive() {
    deploy(HEARTBEAT_MS);
    Browser nobody = new Browser();
    Browser refused = new Browser();
    Browser listening = new Browser("customer-status.alice", view.token("alice", "customer"));
    refused.register("desk-status", view.token("bob", "customer"));
    for (Browser browser : List.of(nobody, refused, listening)) browser.pings();
    await().until(() -> nobody.isOver() && refused.isOver());
    assertThat(listening.isOver()).isFalse();
  }

  /** The bridge sends no heartbeats here: it is the client that has to ping. */
  @Test
  void whoever_is_dead_is_let_go() {
    deploy(HEARTBEAT_MS);
    Browser alive = new Browser("desk-status", view.token("otto", "operator"));
    alive.pings();
    try (RawBrowser dead = new RawBrowser(view.port())) {
      dead.register("desk-status", view.token("sue", "supervisor"));
      Browser third = new Browser("customer-status.alice", view.token("alice", "customer"));
      third.pings();
      assertThat(new Browser().isIn()).isFalse();
      await().until(() -> new Browser().isIn());
      assertThat(alive.isOver() || third.isOver()).isFalse();
    }
  }

  /** Long enough for a busy machine to make use of it, and short enough to be waited for. */
  private String brief(String subject) {
    return view.brief(subject, "customer", 15);
  }

  /** Returns when one who reads has heard it all, though perhaps only of the last. */
  private void tellMuch(Browser reading) {
    String filling = "x".repeat(MESSAGE);
    for (int i = 0; i < MESSAGES; i++) {
      view.vertx()
          .eventBus()
          .publish(
              "desk-status",
              new JsonObject().put("subscriptionId", 100 + i).put("customerId", filling));
    }
    await()
        .until(
            () ->
                reading.heardOf(100 + MESSAGES - 1)
                    || reading
                        .ofType("rec")
                        .anyMatch(it -> it.getJsonObject("body").containsKey("reset")));
  }
}
