package insurancecontract.chassis.http;

import static insurancecontract.testing.Waiting.DEADLINE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import insurancecontract.chassis.Overloaded;
import insurancecontract.chassis.Service;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.testing.Logged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServiceIT {
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final HttpSettings settings =
      new HttpSettings(
          "127.0.0.1",
          "127.0.0.1",
          0,
          65_536,
          10_000,
          Duration.ofMillis(500),
          Duration.ofSeconds(2));

  private final Service service = new Service("shop");
  private final HttpService http = new HttpService(service.context(), settings, this::routes);
  private final ManagementServer management =
      new ManagementServer(service.context(), new ManagementSettings("127.0.0.1", 0), "127.0.0.1");
  private final HttpClient client = HttpClient.newHttpClient();
  private final Promise<Answer> held = Promise.promise();
  private volatile boolean holding;
  private volatile Supplier<Future<Answer>> next;
  private Logged errors;

  private void routes(Router router) {
    router.get("/things/:id").handler(Http.answer(this::thing));
    router.delete("/things/:id").handler(Http.answer(this::thing));
    router.get("/things").handler(Http.answer(this::things));
    router.post("/things").handler(Http.answer(this::create));
    router.get("/next").handler(Http.answer(request -> next.get()));
    router.get("/held").handler(Http.answer(request -> hold()));
    router
        .get("/thrown")
        .handler(
            request -> {
              throw new IllegalStateException("inner detail");
            });
    router
        .get("/admin")
        .handler(
            Http.answer(
                request ->
                    Future.succeededFuture(
                        Answer.ok(Map.of("by", Http.caller(request, "operator").subject())))));
  }

  private Future<Answer> hold() {
    holding = true;
    return held.future();
  }

  private Future<Answer> thing(RoutingContext request) {
    return Future.succeededFuture(Answer.ok(Map.of("thingId", Http.id(request, "id"))));
  }

  private Future<Answer> things(RoutingContext request) {
    Query query = Query.of(request);
    Page page = Page.of(query);
    String name = query.text("name").orElse("any");
    query.check();
    List<Long> ids =
        java.util.stream.LongStream.iterate(Math.min(page.after(), 101) - 1, id -> id - 1)
            .limit(page.limit())
            .filter(id -> id > 0)
            .boxed()
            .toList();
    return Future.succeededFuture(
        page.answer(request, "things", ids, id -> id).with("X-Name", name));
  }

  private Future<Answer> create(RoutingContext request) {
    Body body = Body.of(request).only("name", "amount", "note");
    String name = body.text("name", 1, 10);
    long amount = body.number("amount", 1, 1_000);
    body.check();
    return Future.succeededFuture(
        Answer.created("/things/1", Map.of("name", name, "amount", amount)));
  }

  @BeforeEach
  void start() {
    service.start(http);
    service.start(management);
    errors = new Logged(Level.ERROR);
  }

  @AfterEach
  void stop() {
    held.tryComplete(Answer.ok(null));
    service.close();
    errors.close();
  }

  @Test
  void a_request_with_a_token_is_answered() {
    HttpResponse<String> answer = get("/things/7");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("application/json");
    assertThat(json(answer)).isEqualTo(new JsonObject().put("thingId", 7));
  }

  @Test
  void without_a_good_token_nobody_gets_in() {
    for (String authorization : List.of("", "Basic eDp5", "Bearer", "Bearer x", "Bearer a.b.c")) {
      HttpResponse<String> answer =
          send(request("/things/7").setHeader("authorization", authorization).GET());
      assertProblem(answer, 401, "UNAUTHENTICATED");
      assertThat(header(answer, "www-authenticate")).isEqualTo("Bearer");
    }
    String endless = "Bearer " + "x".repeat(9_000);
    assertThat(send(request("/things/7").setHeader("authorization", endless).GET()).statusCode())
        .isIn(401, 431);
    assertQuiet();
  }

  @Test
  void without_the_role_nobody_gets_further() {
    assertProblem(get("/admin"), 403, "FORBIDDEN");
    String operator = "Bearer " + service.issuer().token("otto", "operator");
    assertThat(
            json(send(request("/admin").setHeader("authorization", operator).GET()))
                .getString("by"))
        .isEqualTo("otto");
    assertQuiet();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404, NOT_FOUND",
    "GET, /things/x, 404, NOT_FOUND",
    "GET, /things/0, 404, NOT_FOUND",
    "GET, /things/-1, 404, NOT_FOUND",
    "GET, /things/99999999999999999999, 404, NOT_FOUND",
    "GET, /things/%zz, 400, BAD_REQUEST",
    "GET, /things?limit=%zz, 400, BAD_REQUEST",
    "GET, /things?limit=0, 422, INVALID",
    "GET, /things?limit=x&after=-1, 422, INVALID",
    "PUT, /things, 405, METHOD_NOT_ALLOWED",
    "POST, /things/7, 405, METHOD_NOT_ALLOWED",
  })
  void a_wrong_address_is_the_callers_fault(String method, String path, int status, String code)
      throws IOException {
    assertProblem(raw(method + " " + path + " HTTP/1.1", ""), status, code);
    assertQuiet();
  }

  @Test
  void head_is_get_without_the_body() {
    HttpResponse<String> get = send(request("/things?limit=2").GET());
    HttpResponse<String> head =
        send(request("/things?limit=2").method("HEAD", BodyPublishers.noBody()));
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String header : List.of("content-type", "content-length", "link", "x-name")) {
      assertThat(head.headers().firstValue(header))
          .as(header)
          .isEqualTo(get.headers().firstValue(header));
    }
  }

  @Test
  void a_large_token_is_let_in_by_a_setting() {
    assertThat(headed(8_700).statusCode()).isEqualTo(200);
    assertThat(headed(10_500).statusCode()).isEqualTo(431);
  }

  private HttpResponse<String> headed(int length) {
    return send(request("/things").header("X-Large", "x".repeat(length)).GET());
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() {
    HttpResponse<String> answer = send(request("/things/7").method("PUT", BodyPublishers.noBody()));
    assertThat(header(answer, "allow")).isEqualTo("DELETE, GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "7",
        "null",
        "\"text\"",
        "{\"name\":\"a\"} trailing",
        "{\"name\":\"\\x\"}",
        "{'name':'a'}",
        "not json"
      })
  void a_body_that_is_no_json_object_is_refused(String body) {
    assertProblem(post(body), 400, "MALFORMED_JSON");
    assertQuiet();
  }

  @Test
  void a_body_of_another_kind_is_refused() {
    assertProblem(
        send(request("/things").setHeader("content-type", "text/xml").POST(text("<a/>"))),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    assertProblem(send(request("/things").POST(text("{}"))), 415, "UNSUPPORTED_MEDIA_TYPE");
    assertQuiet();
  }

  @Test
  void a_body_over_the_limit_is_refused_and_one_at_the_limit_is_not() {
    String frame = "{\"name\":\"a\",\"amount\":1,\"note\":\"\"}";
    String largest = frame.replace("\"\"}", "\"" + "x".repeat(65_536 - frame.length()) + "\"}");
    assertThat(post(largest).statusCode()).isEqualTo(201);
    assertProblem(post(largest + " "), 413, "TOO_LARGE");
    assertQuiet();
  }

  @Test
  void all_faults_of_a_body_are_named_at_once() {
    HttpResponse<String> answer =
        post("{\"name\":7,\"amount\":1001,\"status\":\"PAID\",\"thingId\":1}");

    assertProblem(answer, 422, "INVALID");
    assertThat(json(answer).getJsonArray("faults"))
        .extracting(fault -> ((JsonObject) fault).getString("field"))
        .containsExactlyInAnyOrder("name", "amount", "status", "thingId");
    assertQuiet();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"\\ud800\",\"amount\":1}",
        "{\"name\":\"\\u0000\",\"amount\":1}",
        "{\"name\":\"12345678901\",\"amount\":1}",
        "{\"name\":\"  \",\"amount\":1}",
        "{\"name\":[],\"amount\":1}",
        "{\"name\":\"a\",\"amount\":1.5}",
        "{\"name\":\"a\",\"amount\":-1}",
        "{\"name\":\"a\",\"amount\":1e400}",
        "{\"name\":\"a\",\"amount\":99999999999999999999999}",
        "{\"name\":\"a\",\"amount\":true}",
        "{\"name\":\"a\",\"amount\":{}}",
        "{\"name\":\"a\",\"amount\":\"\"}"
      })
  void one_odd_field_is_refused(String body) {
    HttpResponse<String> answer = post(body);
    assertProblem(answer, 422, "INVALID");
    assertThat(json(answer).getJsonArray("faults")).hasSize(1);
    assertQuiet();
  }

  @Test
  void a_number_may_come_as_its_digits_and_text_in_any_script() {
    HttpResponse<String> answer = post("{\"name\":\" 보험 🎉 \",\"amount\":\"12\"}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "location")).isEqualTo("/things/1");
    assertThat(json(answer)).isEqualTo(new JsonObject().put("name", "보험 🎉").put("amount", 12));
  }

  @Test
  void a_text_is_counted_as_people_count_and_has_one_form() {
    HttpResponse<String> answer = post("{\"name\":\"" + "🎉".repeat(10) + "\",\"amount\":1}");
    assertThat(answer.statusCode()).isEqualTo(201);
    // Typed on a Mac, and on Windows.
    String decomposed = Normalizer.normalize("보험", Normalizer.Form.NFD);
    assertThat(post("{\"name\":\"" + decomposed + "\\r\\n2\",\"amount\":1}").body())
        .contains("\"보험\\n2\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 400, 600, 990})
  void a_body_that_is_nested_too_deep_is_refused(int levels) {
    assertProblem(post(nested(levels)), 400, "MALFORMED_JSON");
  }

  @Test
  void a_body_that_is_nested_within_the_limit_is_read() {
    assertProblem(post(nested(32)), 422, "INVALID");
  }

  private static String nested(int levels) {
    return "{\"note\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  @Test
  void a_body_with_a_content_coding_is_of_another_kind() {
    HttpResponse<String> answer =
        send(
            request("/things")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(text("{}")));
    assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void a_list_comes_in_pages_that_link_to_the_next() {
    HttpResponse<String> first = get("/things?name=a%26b&limit=60");
    assertThat(json(first).getJsonArray("things")).hasSize(60);
    String link = header(first, "link");
    assertThat(link).isEqualTo("</things?name=a%26b&limit=60&after=41>; rel=\"next\"");

    HttpResponse<String> second = get(link.substring(1, link.indexOf('>')));
    assertThat(json(second).getJsonArray("things")).hasSize(40);
    assertThat(second.headers().firstValue("link")).isEmpty();
    assertThat(header(second, "x-name")).isEqualTo("a&b");
  }

  @Test
  void what_a_handler_throws_is_answered_without_inner_detail_and_logged_once() {
    for (String path : List.of("/thrown", "/next")) {
      next =
          () -> {
            throw new AssertionError("inner detail");
          };
      try (var logged = new Logged(Level.WARN)) {
        HttpResponse<String> answer = get(path);
        assertProblem(answer, 500, "INTERNAL");
        assertThat(answer.body()).doesNotContain("inner detail");
        assertThat(logged.messages()).containsExactly("request failed");
      }
    }
  }

  @Test
  void an_answer_that_is_no_json_is_a_fault_of_ours_and_does_not_hang() {
    next = () -> Future.succeededFuture(Answer.ok(new Object()));
    assertProblem(get("/next"), 500, "INTERNAL");
  }

  @ParameterizedTest
  @MethodSource
  void who_is_away_makes_the_caller_try_again(Throwable failure) {
    next = () -> Future.failedFuture(failure);
    HttpResponse<String> answer = get("/next");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(header(answer, "retry-after")).isEqualTo("1");
    assertQuiet();
  }

  static Throwable[] who_is_away_makes_the_caller_try_again() {
    return new Throwable[] {
      ClosedConnectionException.INSTANCE,
      new PgException("shutting down", "FATAL", "57P01", null),
      new Overloaded("queue"),
      new IOException("broken pipe")
    };
  }

  @Test
  void a_request_that_takes_too_long_is_answered_in_time_and_its_late_answer_is_dropped() {
    long began = System.nanoTime();
    HttpResponse<String> answer = get("/held");
    assertProblem(answer, 503, "TIMED_OUT");
    assertThat(header(answer, "retry-after")).isEqualTo("1");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));

    held.complete(Answer.ok(Map.of("late", true)));
    assertThat(get("/things/7").statusCode()).isEqualTo(200);
    assertQuiet();
  }

  @Test
  void a_problem_can_be_found_again_by_the_callers_own_trace() {
    HttpResponse<String> traced =
        send(request("/nowhere").setHeader("traceparent", TRACEPARENT).GET());
    assertThat(json(traced).getString("correlationId"))
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");

    for (String odd : List.of("x", TRACEPARENT.toUpperCase(java.util.Locale.ROOT), "00-0-0-00")) {
      HttpResponse<String> answer = send(request("/nowhere").setHeader("traceparent", odd).GET());
      assertThat(json(answer).getString("correlationId")).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void what_is_no_http_is_answered_with_a_problem_too() throws IOException {
    assertProblem(raw("GET /" + "x".repeat(9_000) + " HTTP/1.1", ""), 414, "TOO_LONG");
    assertProblem(
        raw("GET / HTTP/1.1", "x: " + "x".repeat(20_000) + "\r\n"), 431, "HEADERS_TOO_LONG");
    assertThat(raw("GET things HTTP/1.1", "").status()).isIn(400, 404);
    assertThat(raw("\u0001\u0002", "").status()).isEqualTo(400);
    assertQuiet();
  }

  @Test
  void a_client_that_leaves_in_the_middle_is_no_fault_of_ours() throws IOException {
    try (var socket = connect()) {
      String begun =
          "POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
              + "content-length: 1000\r\n\r\n{";
      socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
    try (var socket = connect()) {
      String begun =
          "GET /held HTTP/1.1\r\nhost: x\r\nauthorization: " + authorization() + "\r\n\r\n";
      socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
    // Later than the time-out of the request that was left.
    assertProblem(get("/held"), 503, "TIMED_OUT");
    assertQuiet();
  }

  @Test
  void health_and_metrics_need_no_token() {
    HttpRequest.Builder live = HttpRequest.newBuilder(management("/health/live"));
    assertThat(send(live.GET()).body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(send(HttpRequest.newBuilder(management("/metrics")).GET()).statusCode())
        .isEqualTo(200);
  }

  /** Not even by a path that a proxy takes for one of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/live",
        "/health/ready",
        "/metrics",
        "/open/../metrics",
        "/open/%2e%2e/metrics",
        "//metrics",
        "/./health/ready"
      })
  void no_path_of_the_api_leads_to_health_or_metrics(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1", "").status()).isIn(400, 404);
  }

  @Test
  void it_is_ready_only_while_everything_it_needs_is_there() {
    service.context().health().show("breaker", () -> "CLOSED");
    service.context().health().require("database", () -> next.get());
    next = () -> Future.succeededFuture();
    HttpResponse<String> ready = send(HttpRequest.newBuilder(management("/health/ready")).GET());
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(json(ready))
        .isEqualTo(
            new JsonObject().put("breaker", "CLOSED").put("database", "up").put("status", "UP"));

    next = () -> Future.failedFuture(new IOException("gone"));
    HttpResponse<String> down = send(HttpRequest.newBuilder(management("/health/ready")).GET());
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(json(down).getString("database")).contains("gone");

    next = () -> Promise.<Answer>promise().future();
    HttpResponse<String> hung = send(HttpRequest.newBuilder(management("/health/ready")).GET());
    assertThat(hung.statusCode()).isEqualTo(503);
    assertThat(send(HttpRequest.newBuilder(management("/health/live")).GET()).statusCode())
        .isEqualTo(200);

    next = () -> Future.succeededFuture();
    service.context().health().leave();
    HttpResponse<String> leaving = send(HttpRequest.newBuilder(management("/health/ready")).GET());
    assertThat(leaving.statusCode()).isEqualTo(503);
    assertThat(json(leaving).getString("status")).isEqualTo("LEAVING");
  }

  @Test
  void whoever_keeps_a_connection_is_sent_away_before_it_stops() {
    HttpRequest.Builder question = request("/things/7").version(HttpClient.Version.HTTP_1_1).GET();
    assertThat(send(question).headers().firstValue("connection")).isEmpty();
    service.context().health().leave();
    assertThat(send(question).headers().firstValue("connection")).contains("close");
  }

  @Test
  void so_is_whoever_asked_before_it_left_and_is_answered_after() {
    CompletableFuture<HttpResponse<String>> answer = underWay();
    service.context().health().leave();
    held.complete(Answer.ok(null));
    assertThat(answer.orTimeout(20, SECONDS).join().headers().firstValue("connection"))
        .contains("close");
  }

  @Test
  void discovery_knows_where_it_listens() {
    assertThat(service.get(() -> service.context().discovery().find("shop")))
        .containsExactly(new HttpAddress("127.0.0.1", http.port(), false));
    assertThat(service.get(() -> service.context().discovery().find("shop-management")))
        .containsExactly(new HttpAddress("127.0.0.1", management.port(), false));
  }

  @Test
  void an_address_that_is_taken_is_named_in_one_line() {
    var taken =
        new HttpSettings("127.0.0.1", "127.0.0.1", http.port(), 65_536, 8_192, DEADLINE, DEADLINE);
    var other = new Service("other");
    assertThatThrownBy(() -> other.start(new HttpService(other.context(), taken, router -> {})))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("other cannot listen at 127.0.0.1:" + http.port())
        .hasMessageContaining("HTTP_PORT");
    other.close();
  }

  @Test
  void a_stop_answers_what_is_under_way() {
    CompletableFuture<HttpResponse<String>> answer = underWay();
    Future<Void> stopped = service.begin(http::stop);
    held.complete(Answer.ok(Map.of("held", true)));

    assertThat(answer.join().statusCode()).isEqualTo(200);
    service.await(() -> stopped);
    assertThatThrownBy(() -> get("/things/7")).isInstanceOf(IllegalStateException.class);
  }

  /** A request that is held until a test has it answered. */
  private CompletableFuture<HttpResponse<String>> underWay() {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            // Java's client drops what is under way over HTTP/2 when it is told to go away.
            request("/held").version(HttpClient.Version.HTTP_1_1).GET().build(),
            BodyHandlers.ofString());
    await().until(() -> holding);
    return answer;
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), http.port());
  }

  /** An answer as it came over the socket. */
  private record Raw(int status, String body) {}

  private Raw raw(String requestLine, String headers) throws IOException {
    try (var socket = connect()) {
      socket.setSoTimeout(10_000);
      String request =
          requestLine
              + "\r\nhost: x\r\nconnection: close\r\nauthorization: "
              + authorization()
              + "\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int body = answer.indexOf("\r\n\r\n");
      return new Raw(Integer.parseInt(answer.substring(9, 12)), answer.substring(body + 4));
    }
  }

  private static void assertProblem(Raw answer, int status, String code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(header(answer, "content-type")).isEqualTo(Problem.MEDIA_TYPE);
    JsonObject problem = json(answer);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.fieldNames())
        .contains("type", "title", "detail", "instance", "correlationId");
  }

  private void assertQuiet() {
    assertThat(errors.messages()).isEmpty();
  }

  private String authorization() {
    return "Bearer " + service.issuer().token("alice", "customer");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }

  private URI management(String path) {
    return URI.create("http://127.0.0.1:" + management.port() + path);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("authorization", authorization());
  }

  private HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  private HttpResponse<String> post(String body) {
    return send(request("/things").header("content-type", "application/json").POST(text(body)));
  }

  private static HttpRequest.BodyPublisher text(String body) {
    return BodyPublishers.ofString(body);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }
}
