package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The gateway between a listening browser and the view. */
@Execution(ExecutionMode.CONCURRENT)
class WebSocketTunnelIT {
  private static final int HEARTBEAT_MS = 1_000;
  private static final int RESPONSE_TIMEOUT_MS = 500;
  private static final int MESSAGE = 100_000;

  /** More than the operating system buffers for two connections. */
  private static final int MESSAGES = 600;

  private static final String HANDSHAKE =
      """
      GET /eventbus/websocket HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

      """;

  /** A client's frame that gets no answer. */
  private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

  private final List<SockJSSocket> sockets = new CopyOnWriteArrayList<>();
  private Platform platform;

  @BeforeEach
  void start() {
    platform =
        Platform.start(new JsonObject().put("UPSTREAM_RESPONSE_TIMEOUT_MS", RESPONSE_TIMEOUT_MS));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private void view() {
    view(0);
  }

  /** A view that disconnects clients which read nothing for this long. */
  private void view(int writeIdleSeconds) {
    Router router = Router.router(platform.vertx);
    router.post().handler(BodyHandler.create(false));
    router
        .route("/eventbus/*")
        .subRouter(
            SockJSHandler.create(
                    platform.vertx, new SockJSHandlerOptions().setHeartbeatInterval(HEARTBEAT_MS))
                .socketHandler(
                    socket -> {
                      sockets.add(socket);
                      socket.closeHandler(closed -> sockets.remove(socket));
                      socket.handler(said -> socket.write("heard " + said));
                    }));
    HttpServer server =
        await(
            platform
                .vertx
                .createHttpServer(new HttpServerOptions().setWriteIdleTimeout(writeIdleSeconds))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
    await(platform.discovery.publishHttp("view", "127.0.0.1", server.actualPort()));
  }

  private WebSocket connect(String transport) {
    return await(
        platform.webSockets.connect(
            platform.gateway.port(), "127.0.0.1", "/eventbus/" + transport));
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  @Test
  void an_idle_listener_outlives_the_response_timeout() {
    view();
    List<String> frames = new CopyOnWriteArrayList<>();
    WebSocket socket = connect("000/one/websocket");
    socket.textMessageHandler(frames::add);
    patiently().until(() -> frames.stream().filter("h"::equals).count() == 3);
    await(socket.writeTextMessage("[\"you\"]"));
    patiently().until(() -> frames.contains("a[\"heard you\"]"));
  }

  @Test
  void a_poll_may_take_longer_than_other_responses() {
    view();
    assertThat(poll("two").text()).isEqualTo("o\n");
    Platform.Reply quiet = poll("two");
    assertThat(quiet.status() + quiet.text()).isEqualTo("200h\n");
  }

  private Platform.Reply poll(String session) {
    return platform.request(
        HttpMethod.POST,
        "/eventbus/000/" + session + "/xhr",
        MultiMap.caseInsensitiveMultiMap().add("content-type", "text/plain"),
        Buffer.buffer());
  }

  @Test
  void the_view_notices_a_slow_reader_and_the_rest_arrives_once_it_reads() {
    view();
    WebSocket socket = connect("websocket");
    AtomicInteger read = new AtomicInteger();
    socket.pause();
    socket.handler(message -> read.addAndGet(message.length()));
    patiently().until(() -> sockets.size() == 1);
    AtomicInteger waiting = new AtomicInteger();
    String message = "x".repeat(MESSAGE);
    for (int i = 0; i < MESSAGES; i++) {
      waiting.incrementAndGet();
      sockets.get(0).write(message).onSuccess(written -> waiting.decrementAndGet());
    }
    // A client that reads everything would have finished by then.
    WebSocket other = connect("websocket");
    AtomicInteger answers = new AtomicInteger();
    other.handler(answer -> answers.incrementAndGet());
    await(other.writeTextMessage("me"));
    patiently().until(() -> answers.get() == 1);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> waiting.get() > 0);
    socket.resume();
    patiently().until(() -> read.get() == MESSAGES * MESSAGE && waiting.get() == 0);
  }

  @Test
  void a_client_that_sends_but_does_not_read_is_disconnected_when_the_view_closes()
      throws Exception {
    view(3);
    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), platform.gateway.port()));
      deaf.getOutputStream()
          .write(HANDSHAKE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      patiently().until(() -> sockets.size() == 1);
      for (int i = 0; i < MESSAGES; i++) {
        sockets.get(0).write("x".repeat(MESSAGE)).onFailure(cut -> {});
      }
      patiently().until(sockets::isEmpty);
      patiently()
          .until(
              () -> {
                try {
                  deaf.getOutputStream().write(PONG);
                  return false;
                } catch (IOException letGo) {
                  return true;
                }
              });
    }
  }

  @Test
  void when_one_side_closes_so_does_the_other() {
    view();
    WebSocket leaving = connect("websocket");
    WebSocket left = connect("websocket");
    patiently().until(() -> sockets.size() == 2);
    await(leaving.close());
    patiently().until(() -> sockets.size() == 1);
    sockets.get(0).close();
    patiently().until(left::isClosed);
  }

  @Test
  void without_a_view_there_is_no_upgrade() {
    assertRefused(503);
    Platform.StandIn unused = platform.service("view");
    assertRefused(200);
  }

  private void assertRefused(int status) {
    assertThatThrownBy(() -> connect("websocket"))
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class,
            refused -> assertThat(refused.getStatus()).isEqualTo(status));
  }
}
