package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.Asked;
import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SockJS sessions of many requests each, with two instances behind the gateway. */
class PushRouteIT {
  private static final int SESSIONS = 24;
  private final List<Vertx> views = new ArrayList<>();
  private Platform platform;

  @BeforeEach
  void start() {
    platform =
        Platform.start(
            new JsonObject().put("CORS_ORIGINS", new JsonArray().add("https://shop.example")));
    views.add(view("one"));
    views.add(view("other"));
  }

  @AfterEach
  void stop() {
    platform.close();
    for (Vertx view : views) await(view.close());
  }

  /** Has only its own sessions, and answers each message with its name. */
  private Vertx view(String name) {
    // A Vert.x of its own, because sessions are shared within one.
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.post().handler(BodyHandler.create(false));
    router
        .route("/eventbus/*")
        .subRouter(
            // The default session timeout of 5 s is too short for a busy machine.
            SockJSHandler.create(vertx, new SockJSHandlerOptions().setSessionTimeout(60_000))
                .socketHandler(socket -> socket.handler(said -> socket.write(name))));
    router
        .route()
        .handler(other -> other.response().putHeader("Access-Control-Allow-Origin", "*").end(name));
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    await(platform.discovery.publishHttp("view", "127.0.0.1", server.actualPort()));
    return vertx;
  }

  private Reply post(String session, String transport, String body) {
    return platform.request(
        HttpMethod.POST,
        "/eventbus/000/" + session + "/" + transport,
        MultiMap.caseInsensitiveMultiMap().add("content-type", "text/plain"),
        Buffer.buffer(body));
  }

  /** Opens a session, sends a message, and returns the answer. */
  private String talk(String session) {
    Reply opened = post(session, "xhr", "");
    assertThat(opened.status() + opened.text()).isEqualTo("200o\n");
    return goOn(session);
  }

  private String goOn(String session) {
    assertThat(post(session, "xhr_send", "[\"who\"]").status()).isEqualTo(204);
    return post(session, "xhr", "").text();
  }

  /** The same over another connection. */
  private String talkByWebSocket(String session) {
    Promise<String> answer = Promise.promise();
    WebSocket socket =
        await(
            platform.webSockets.connect(
                platform.gateway.port(), "127.0.0.1", "/eventbus/000/" + session + "/websocket"));
    socket.textMessageHandler(
        frame -> {
          if (frame.startsWith("a")) answer.tryComplete(frame);
        });
    await(socket.writeTextMessage("[\"who\"]"));
    String answered = await(answer.future());
    await(socket.close());
    return answered;
  }

  @Test
  void every_request_of_a_session_reaches_the_instance_that_has_it() {
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < SESSIONS; i++) answers.add(talk("session" + i));
    assertThat(answers).containsExactlyInAnyOrder("a[\"one\"]\n", "a[\"other\"]\n");
  }

  @Test
  void a_session_whose_instance_is_gone_starts_over_and_the_others_stay() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) before.add(talk("session" + i));
    await(views.get(0).close());
    for (int i = 0; i < SESSIONS; i++) {
      boolean stays = before.get(i).contains("other");
      String answer = stays ? goOn("session" + i) : talk("session" + i);
      assertThat(answer).isEqualTo("a[\"other\"]\n");
    }
  }

  @Test
  void push_heeds_the_allowed_origins_alone() {
    for (String path : List.of("/events", "/eventbus/info", "/eventbus/000/s/xhr")) {
      for (String origin : List.of("https://shop.example", "https://evil.example")) {
        boolean allowed = origin.contains("shop");
        Reply reply =
            platform.request(
                path.endsWith("xhr") ? HttpMethod.POST : HttpMethod.GET,
                path,
                MultiMap.caseInsensitiveMultiMap()
                    .add("Origin", origin)
                    .add("content-type", "text/plain"),
                null);
        assertThat(reply.headers().getAll("access-control-allow-origin"))
            .as(path + " for " + origin)
            .isEqualTo(allowed ? List.of(origin) : List.of());
        assertThat(reply.headers().getAll("access-control-allow-credentials"))
            .isEqualTo(allowed ? List.of("true") : List.of());
      }
    }
  }

  /** The gateway closes its connection to the view, which answers so; HTTP/2 forbids the header. */
  @Test
  void headers_of_one_connection_end_at_the_gateway() {
    assertThat(platform.get("/eventbus/info").header("connection")).isNull();
    assertThat(platform.get("/events").header("connection")).isNull();
  }

  /** As on Kubernetes, where a Service with session affinity keeps each gateway at one instance. */
  @Test
  void sessions_and_nothing_else_go_to_an_address_with_session_affinity() {
    StandIn keeping = platform.service("view-push");
    assertThat(post("session", "xhr", "").json().getString("service")).isEqualTo("view-push");
    assertThat(post("session", "xhr_send", "[\"who\"]").status()).isEqualTo(200);
    assertThat(platform.get("/eventbus/info").json().getBoolean("websocket")).isTrue();
    assertThat(List.of(talkByWebSocket("session"), talkByWebSocket("session")))
        .containsExactlyInAnyOrder("a[\"one\"]", "a[\"other\"]");
    assertThat(platform.get("/events").text()).isIn("one", "other");
    assertThat(platform.get("/subscriptionViews", platform.token("alice")).text())
        .isIn("one", "other");
    assertThat(keeping.asked)
        .extracting(Asked::uri)
        .containsExactly("/eventbus/000/session/xhr", "/eventbus/000/session/xhr_send");
  }
}
