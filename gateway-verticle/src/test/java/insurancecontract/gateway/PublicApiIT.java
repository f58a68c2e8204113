package insurancecontract.gateway;

import static insurancecontract.gateway.Platform.bearer;
import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.Asked;
import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication, limits, headers and CORS at the public port. */
class PublicApiIT {
  private static final int LIMIT = 65_536;
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static Platform platform;
  private static StandIn payment;
  private static String alice;

  @BeforeAll
  static void start() {
    platform =
        Platform.start(
            new JsonObject().put("CORS_ORIGINS", new JsonArray().add("https://shop.example")));
    payment =
        platform.service(
            "payment",
            (request, body) ->
                request
                    .response()
                    .putHeader("X-Correlation-Id", "the service's own")
                    .putHeader("Connection", "close")
                    .putHeader("Access-Control-Allow-Origin", "*")
                    .end(Buffer.buffer("" + body.length())));
    alice = platform.token("alice");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YWxpY2U6YWxpY2U=", "Bearer", "Bearer ", "Bearer not.a.token"})
  void without_a_valid_token_the_answer_is_401(String authorization) {
    int before = payment.asked.size();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (!authorization.isEmpty()) headers.add("authorization", authorization);
    Reply reply = platform.request(HttpMethod.GET, "/payments", headers, null);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo("UNAUTHENTICATED");
    assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(payment.asked).hasSize(before);
  }

  @Test
  void a_token_with_a_forged_signature_is_rejected() {
    String forged = alice.substring(0, alice.length() - 4) + "AAAA";
    assertThat(platform.get("/payments", forged).status()).isEqualTo(401);
  }

  @Test
  void services_may_not_call_the_public_api() {
    Reply reply = platform.get("/payments", platform.serviceToken());
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.code()).isEqualTo("FORBIDDEN");
  }

  @Test
  void the_token_is_forwarded_for_the_service_to_verify_again() {
    Reply unused = platform.get("/payments", alice);
    assertThat(payment.lastAsked().headers().get("authorization")).isEqualTo("Bearer " + alice);
  }

  @Test
  void a_body_up_to_the_limit_passes() {
    assertThat(platform.post("/payments", alice, "x".repeat(LIMIT)).text()).isEqualTo("" + LIMIT);
  }

  @Test
  void a_longer_body_is_refused_by_its_content_length() {
    Reply reply = platform.post("/payments", alice, "x".repeat(LIMIT + 1));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.code()).isEqualTo("TOO_LARGE");
  }

  @Test
  void a_longer_body_in_chunks_is_refused_too() {
    int before = payment.asked.size();
    Reply reply =
        platform.talk(
            HttpMethod.POST,
            "/payments",
            alice,
            request -> {
              request.setChunked(true).write("x".repeat(LIMIT));
              request.end("x");
            });
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(payment.asked).hasSize(before);
  }

  @Test
  void a_body_in_chunks_within_the_limit_passes() {
    Reply reply =
        platform.talk(
            HttpMethod.POST,
            "/payments",
            alice,
            request -> {
              request.setChunked(true).write("ab");
              request.end("c");
            });
    assertThat(reply.text()).isEqualTo("3");
  }

  @Test
  void http_2_passes_with_a_body_and_without() {
    MultiMap token = bearer(alice);
    assertThat(platform.requestHttp2(HttpMethod.GET, "/payments", token, null).text())
        .isEqualTo("0");
    Buffer body = Buffer.buffer("x".repeat(LIMIT));
    assertThat(platform.requestHttp2(HttpMethod.POST, "/payments", token, body).text())
        .isEqualTo("" + LIMIT);
  }

  @Test
  void the_same_limits_apply_to_http_2() {
    Buffer body = Buffer.buffer("x".repeat(LIMIT + 1));
    Reply reply = platform.requestHttp2(HttpMethod.POST, "/payments", bearer(alice), body);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(platform.requestHttp2(HttpMethod.GET, "/nothing", bearer(alice), null).code())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void signing_in_works_over_http_2() {
    Reply reply =
        platform.requestHttp2(
            HttpMethod.POST,
            "/auth/token",
            MultiMap.caseInsensitiveMultiMap()
                .add("content-type", "application/x-www-form-urlencoded"),
            Buffer.buffer("username=bob&password=bob"));
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void expect_continue_is_answered() {
    Reply reply =
        platform.talk(
            HttpMethod.POST,
            "/payments",
            alice,
            request ->
                request
                    .putHeader("expect", "100-continue")
                    .putHeader("content-length", "3")
                    .continueHandler(go -> request.end("abc"))
                    .sendHead());
    assertThat(reply.text()).isEqualTo("3");
  }

  @Test
  void an_incoming_trace_is_forwarded_and_its_id_returned() {
    Reply reply =
        platform.request(
            HttpMethod.GET, "/payments", bearer(alice).add("traceparent", TRACE), null);
    assertThat(payment.lastAsked().headers().getAll("traceparent")).containsExactly(TRACE);
    assertThat(reply.headers().getAll("x-correlation-id"))
        .containsExactly("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void a_malformed_trace_is_replaced_by_a_new_one() {
    Reply reply =
        platform.request(
            HttpMethod.GET, "/payments", bearer(alice).add("traceparent", "00-1-1-01"), null);
    String passedOn = payment.lastAsked().headers().get("traceparent");
    assertThat(passedOn).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(reply.header("x-correlation-id")).isEqualTo(passedOn.substring(3, 35));
  }

  @Test
  void a_problem_quotes_the_correlation_id_of_its_answer() {
    Reply reply = platform.get("/payments");
    assertThat(reply.json().getString("correlationId")).isEqualTo(reply.header("x-correlation-id"));
  }

  @Test
  void forged_headers_do_not_reach_the_service() {
    Reply unused =
        platform.request(
            HttpMethod.GET,
            "/payments",
            bearer(alice)
                .add("X-Forwarded-For", "10.1.1.1")
                .add("X-Forwarded-Host", "evil.example")
                .add("X-Internal-Caller", "payment")
                .add("Connection", "X-Hop")
                .add("X-Hop", "1"),
            null);
    Asked asked = payment.lastAsked();
    assertThat(asked.headers().get("x-forwarded-for")).isEqualTo("127.0.0.1");
    assertThat(asked.headers().get("x-forwarded-host"))
        .isEqualTo("127.0.0.1:" + platform.gateway.port());
    assertThat(asked.headers().get("x-forwarded-proto")).isEqualTo("http");
    assertThat(asked.headers().names()).doesNotContain("X-Internal-Caller", "X-Hop");
  }

  @Test
  void every_response_has_the_security_headers() {
    for (Reply reply : List.of(platform.get("/payments", alice), platform.get("/nothing"))) {
      assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(reply.header("content-security-policy"))
          .contains("frame-ancestors 'none'")
          .contains("default-src 'none'");
    }
  }

  @Test
  void the_services_connection_and_cors_headers_are_removed() {
    Reply reply = platform.get("/payments", alice);
    assertThat(reply.headers().names()).doesNotContain("Connection", "Access-Control-Allow-Origin");
  }

  @Test
  void a_page_of_an_allowed_origin_may_read_the_response() {
    Reply reply =
        platform.request(
            HttpMethod.GET, "/payments", bearer(alice).add("Origin", "https://shop.example"), null);
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("https://shop.example");
    assertThat(reply.header("vary")).isEqualTo("Origin");
  }

  @Test
  void a_page_of_another_origin_may_not() {
    Reply reply =
        platform.request(
            HttpMethod.GET, "/payments", bearer(alice).add("Origin", "https://evil.example"), null);
    assertThat(reply.headers().names()).doesNotContain("access-control-allow-origin");
  }

  @Test
  void a_preflight_needs_no_token() {
    Reply reply =
        platform.request(
            HttpMethod.OPTIONS,
            "/payments",
            MultiMap.caseInsensitiveMultiMap()
                .add("Origin", "https://shop.example")
                .add("Access-Control-Request-Method", "POST"),
            null);
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("access-control-allow-methods")).contains("POST");
    assertThat(reply.header("access-control-allow-headers")).contains("Authorization");
  }

  @Test
  void a_malformed_http_request_is_answered_with_a_problem() {
    String answer = raw("GET /payments HTTP/1.1\r\nHost: x\r\nBro ken\r\n\r\n");
    assertThat(answer).contains(" 400 ").contains("application/problem+json");
  }

  @Test
  void an_address_that_is_too_long_is_answered_with_a_problem() {
    String answer = raw("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer).contains(" 414 ").contains("\"code\":\"TOO_LONG\"");
  }

  @Test
  void headers_that_are_too_large_are_answered_with_a_problem() {
    String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(9_000) + "\r\n\r\n");
    assertThat(answer).contains(" 431 ").contains("\"code\":\"HEADERS_TOO_LONG\"");
  }

  /** Sends bytes and reads until the gateway closes. */
  private static String raw(String request) {
    List<String> parts = new ArrayList<>();
    return await(
        platform
            .sockets
            .connect(platform.gateway.port(), "127.0.0.1")
            .compose(
                socket -> {
                  io.vertx.core.Promise<String> closed = io.vertx.core.Promise.promise();
                  socket.handler(bytes -> parts.add(bytes.toString()));
                  socket.closeHandler(over -> closed.complete(String.join("", parts)));
                  socket.write(request);
                  return closed.future();
                }));
  }

  @Test
  void health_and_metrics_are_on_the_management_port_only() {
    assertThat(platform.manage("/health/live").status()).isEqualTo(200);
    assertThat(platform.manage("/health/ready").status()).isEqualTo(200);
    assertThat(platform.manage("/metrics").status()).isEqualTo(200);
    assertThat(platform.manage("/payments").status()).isEqualTo(404);
  }
}
