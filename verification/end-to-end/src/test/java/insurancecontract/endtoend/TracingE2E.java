package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.TestPlatform;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One application is one trace, from the request to the push. */
class TracingE2E {
  /** A span as the receiver gets it. */
  private record Seen(String service, String name, String trace, String id, String parent) {
    String what() {
      return service + ": " + name;
    }
  }

  private final Queue<Seen> spans = new ConcurrentLinkedQueue<>();
  private HttpServer receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/v1/traces", this::receive);
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  @Test
  void an_application_is_one_trace_from_the_request_over_every_service_to_the_push() {
    try (TestPlatform running = TestPlatform.throwAway(traced())) {
      Api api = new Api(running.platform().address());
      Reply applied =
          api.post("alice", "/subscriptions", new JsonObject().put("productName", "Fisrtcancer"));
      String trace = applied.headers().firstValue("X-Correlation-Id").orElseThrow();
      JsonObject seen =
          api.await("alice", applied.body().getLong("subscriptionId"), "UNDERWRITING");
      assertThat(seen.getLong("underwritingId")).isPositive();

      List<Seen> of =
          Awaitility.await("the trace has arrived")
              .until(() -> of(trace), found -> whats(found).containsAll(STEPS));
      assertThat(STEPS).allSatisfy(step -> assertThat(whats(of)).contains(step));
      assertThat(roots(of)).extracting(Seen::what).containsExactly("gateway: POST");
    }
  }

  @Test
  void a_receiver_that_is_away_costs_nothing_but_the_spans() {
    receiver.stop(0);
    try (TestPlatform running = TestPlatform.throwAway(traced())) {
      Api api = new Api(running.platform().address());
      api.reaches("alice", api.apply("alice", "Fisrtcancer"), "UNDERWRITING");
    }
    assertThat(spans).isEmpty();
  }

  private JsonObject traced() {
    return new JsonObject()
        .put("TRACING_OTLP_ENDPOINT", "http://127.0.0.1:" + receiver.getAddress().getPort());
  }

  private static final List<String> STEPS =
      List.of(
          "gateway: POST",
          "subscription: POST",
          "subscription: charge",
          "payment: charge",
          "payment: publish PaymentApproved",
          "view: apply PaymentApproved",
          "subscription: publish SubscriptionCreated",
          "underwriting: apply SubscriptionCreated",
          "underwriting: publish UnderwriterAssigned",
          "subscription: apply UnderwriterAssigned",
          "view: apply UnderwriterAssigned",
          "view: merge and push");

  private List<Seen> of(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  private static List<String> whats(List<Seen> spans) {
    return spans.stream().map(Seen::what).toList();
  }

  /** Those that hang beneath nothing that arrived. */
  private static List<Seen> roots(List<Seen> spans) {
    Map<String, Seen> byId =
        spans.stream().collect(Collectors.toMap(Seen::id, Function.identity()));
    return spans.stream().filter(span -> !byId.containsKey(span.parent())).toList();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      request.getResourceSpansList().forEach(this::receive);
      exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void receive(ResourceSpans from) {
    String service =
        from.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElseThrow();
    from.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(
            span ->
                new Seen(
                    service,
                    span.getName(),
                    hex(span.getTraceId().toByteArray()),
                    hex(span.getSpanId().toByteArray()),
                    hex(span.getParentSpanId().toByteArray())))
        .forEach(spans::add);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
