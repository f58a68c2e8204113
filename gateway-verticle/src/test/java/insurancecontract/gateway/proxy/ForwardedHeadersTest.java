package insurancecontract.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final ForwardedHeaders.Origin ORIGIN =
      new ForwardedHeaders.Origin(TRACE, "192.0.2.7", "insurance.example", "https");

  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "HTTP2-Settings",
        "Forwarded",
        "X-Real-IP",
        "X-Correlation-Id",
        "X-Internal-Role",
        "X-Forwarded-Port",
        "X-FORWARDED-USER",
        "Expect"
      })
  void headers_that_only_the_gateway_may_set_do_not_reach_a_service(String name) {
    headers.set(name, "forged");
    ForwardedHeaders.prepareRequest(headers, ORIGIN);
    assertThat(headers.contains(name)).isFalse();
  }

  @Test
  void headers_named_by_connection_are_removed() {
    headers.set("Connection", "close, X-Hop").set("X-Hop", "1");
    ForwardedHeaders.prepareRequest(headers, ORIGIN);
    assertThat(headers.contains("X-Hop")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization", "Content-Type", "Idempotency-Key", "Accept", "Last-Event-ID"})
  void other_request_headers_are_forwarded(String name) {
    headers.set(name, "as it was");
    ForwardedHeaders.prepareRequest(headers, ORIGIN);
    assertThat(headers.get(name)).isEqualTo("as it was");
  }

  @Test
  void the_gateway_alone_describes_the_origin() {
    headers.add("X-Forwarded-For", "10.0.0.1").add("X-Forwarded-Proto", "gopher");
    ForwardedHeaders.prepareRequest(headers, ORIGIN);
    assertThat(headers.getAll("x-forwarded-for")).containsExactly("192.0.2.7");
    assertThat(headers.getAll("x-forwarded-proto")).containsExactly("https");
    assertThat(headers.getAll("x-forwarded-host")).containsExactly("insurance.example");
  }

  @Test
  void a_tracestate_is_forwarded_with_its_trace() {
    headers.set("traceparent", TRACE).set("tracestate", "vendor=1");
    ForwardedHeaders.prepareRequest(headers, ORIGIN);
    assertThat(headers.get("tracestate")).isEqualTo("vendor=1");
  }

  @Test
  void a_tracestate_is_removed_when_its_trace_was_malformed() {
    headers.set("traceparent", "malformed").set("tracestate", "vendor=1");
    ForwardedHeaders.prepareRequest(headers, ORIGIN);
    assertThat(headers.contains("tracestate")).isFalse();
    assertThat(headers.getAll("traceparent")).containsExactly(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Connection", "Server", "X-Correlation-Id", "Access-Control-Allow-Origin"})
  void headers_that_the_gateway_sets_are_not_taken_from_a_service(String name) {
    headers.set(name, "wrong");
    ForwardedHeaders.prepareResponse(headers);
    assertThat(headers.contains(name)).isFalse();
  }

  @Test
  void responses_are_not_cacheable_unless_the_service_says_so() {
    ForwardedHeaders.prepareResponse(headers);
    assertThat(headers.get("cache-control")).isEqualTo("no-store");
  }

  @Test
  void the_services_cache_control_is_kept() {
    headers.set("Cache-Control", "max-age=60");
    ForwardedHeaders.prepareResponse(headers);
    assertThat(headers.getAll("cache-control")).containsExactly("max-age=60");
  }
}
