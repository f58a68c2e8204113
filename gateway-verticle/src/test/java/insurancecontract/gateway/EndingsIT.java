package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import insurancecontract.gateway.Platform.StandIn;
import insurancecontract.testing.Logged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a request ends, everything that it held is released. */
class EndingsIT {
  private static final String LARGE = "/pages/swagger-ui/swagger-ui-bundle.js";
  private static final int TIMES = 20;

  private static final String UPGRADE =
      String.join(
          "\r\n",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "");

  private static final List<String> HELD =
      List.of(
          "gateway.requests.in.flight",
          "gateway.bodies.reading",
          "gateway.connections",
          "vertx.http.client.active.requests",
          "vertx.http.client.active.connections");

  /** A step that talks to the gateway. */
  private interface Ending {
    void happen() throws IOException;
  }

  private static Platform platform;
  private static StandIn silent;
  private static String alice;

  @BeforeAll
  static void start() {
    platform =
        Platform.start(
            new JsonObject()
                .put("BODY_TIMEOUT_MS", 200)
                .put("UPSTREAM_RESPONSE_TIMEOUT_MS", 1_000)
                .put("UPSTREAM_PUSH_TIMEOUT_MS", 1_000));
    StandIn prompt = platform.service("payment");
    silent = platform.service("underwriting", (request, body) -> {});
    StandIn breaking =
        platform.service("subscription", (request, body) -> request.connection().close());
    StandIn view = platform.service("view", (request, body) -> {});
    assertThat(List.of(prompt, breaking, view)).isNotEmpty();
    alice = platform.token("alice");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "answered",
        "refused",
        "left while a large file was sent",
        "left behind pipelined requests",
        "left while the service worked",
        "the service closed the connection",
        "the service took too long",
        "the body took too long",
        "left while sending the body",
        "left while a WebSocket was opened",
        "left a poll of the bridge",
        "HTTP/2: answered",
        "HTTP/2: reset while a large file was sent",
        "HTTP/2: left while a large file was sent",
        "HTTP/2: reset while the service worked"
      })
  void everything_is_released(String ending) throws IOException {
    Ending happening =
        Map.<String, Ending>ofEntries(
                Map.entry("answered", () -> answered(get("/payments"))),
                Map.entry("refused", () -> answered(request("GET", "/payments", "", ""))),
                Map.entry("left while a large file was sent", () -> left(get(LARGE), 1_000)),
                Map.entry(
                    "left behind pipelined requests",
                    () -> left(get("/payments").repeat(3) + get(LARGE).repeat(2), 0)),
                Map.entry("left while the service worked", this::leftService),
                Map.entry(
                    "the service closed the connection", () -> answered(get("/subscriptions/1"))),
                Map.entry("the service took too long", () -> answered(get("/underwritings/1"))),
                Map.entry("the body took too long", () -> answered(unfinished())),
                Map.entry("left while sending the body", () -> left(unfinished(), 0)),
                Map.entry(
                    "left while a WebSocket was opened",
                    () -> left(request("GET", "/eventbus/websocket", UPGRADE, ""), 0)),
                Map.entry(
                    "left a poll of the bridge",
                    () -> left(request("POST", "/eventbus/000/s/xhr", "", ""), 0)),
                Map.entry(
                    "HTTP/2: answered", () -> http2("/payments", HttpClientRequest::connection)),
                Map.entry(
                    "HTTP/2: reset while a large file was sent",
                    () -> http2(LARGE, HttpClientRequest::reset)),
                Map.entry(
                    "HTTP/2: left while a large file was sent",
                    () -> http2(LARGE, request -> request.connection().close())),
                Map.entry("HTTP/2: reset while the service worked", this::resetService))
            .get(ending);
    try (Logged errors = new Logged(Level.ERROR)) {
      for (int i = 0; i < TIMES; i++) happening.happen();
      await().untilAsserted(EndingsIT::nothingIsHeld);
      // A client that leaves is not an error of ours.
      assertThat(errors.messages()).noneMatch(message -> message.contains("Stream reset"));
    }
  }

  private static void nothingIsHeld() {
    assertThat(HELD)
        .allSatisfy(
            gauge ->
                assertThat(platform.meters.find(gauge).gauges())
                    .allSatisfy(held -> assertThat(held.value()).isZero()));
  }

  private static String request(String method, String uri, String headers, String body) {
    return method + " " + uri + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
  }

  private static String get(String uri) {
    return request("GET", uri, "Authorization: Bearer " + alice + "\r\n", "");
  }

  private static String unfinished() {
    return request(
        "POST",
        "/payments",
        "Authorization: Bearer " + alice + "\r\nContent-Length: 10\r\n",
        "short");
  }

  private static Socket send(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.gateway.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static void answered(String request) throws IOException {
    try (Socket socket = send(request)) {
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
  }

  /** Reads some of the answer, and aborts. */
  private static void left(String request, int length) throws IOException {
    try (Socket socket = send(request)) {
      if (length > 0) assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
      socket.setSoLinger(true, 0);
    }
  }

  private void leftService() throws IOException {
    int before = silent.asked.size();
    try (Socket socket = send(get("/underwritings/1"))) {
      assertThat(socket.isConnected()).isTrue();
      await().until(() -> silent.asked.size() > before);
    }
  }

  /** Requests, and calls {@code then} when the answer has begun; then closes the connection. */
  private static void http2(String uri, java.util.function.Function<HttpClientRequest, ?> then) {
    boolean closed =
        await(
            platform
                .openHttp2(uri)
                .compose(
                    request ->
                        request
                            .putHeader("authorization", "Bearer " + alice)
                            .send()
                            .compose(
                                answer -> {
                                  answer.exceptionHandler(reset -> {});
                                  Object unused = then.apply(request);
                                  return request.connection().close();
                                }))
                .map(true));
    assertThat(closed).isTrue();
  }

  private void resetService() {
    int before = silent.asked.size();
    Promise<Boolean> done = Promise.promise();
    Future<HttpClientRequest> sent =
        platform
            .openHttp2("/underwritings/1")
            .onSuccess(
                request -> {
                  request.exceptionHandler(reset -> {});
                  request
                      .putHeader("authorization", "Bearer " + alice)
                      .send()
                      .onComplete(over -> done.tryComplete(true));
                });
    HttpClientRequest request = await(sent);
    await().until(() -> silent.asked.size() > before || done.future().isComplete());
    assertThat(await(request.reset().otherwiseEmpty().map(true))).isTrue();
    assertThat(await(done.future())).isTrue();
    assertThat(await(request.connection().close().map(true))).isTrue();
  }
}
