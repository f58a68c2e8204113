package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessLogIT {
  private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("insurancecontract.access");

  private final Lines lines = new Lines();
  private Platform platform;
  private String alice;

  /** Collects the log lines. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<Map<String, String>> facts = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      facts.add(
          event.getKeyValuePairs().stream()
              .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))));
    }
  }

  @BeforeEach
  void start() {
    platform = Platform.start();
    StandIn unused =
        platform.service(
            "payment", (request, body) -> request.response().end(Buffer.buffer("four")));
    alice = platform.token("alice");
    ACCESS.setLevel(Level.INFO);
    lines.start();
    ACCESS.addAppender(lines);
  }

  @AfterEach
  void stop() {
    ACCESS.detachAppender(lines);
    ACCESS.setLevel(null);
    platform.close();
  }

  private Map<String, String> onlyLine() {
    await().until(() -> !lines.facts.isEmpty());
    assertThat(lines.facts).hasSize(1);
    return lines.facts.get(0);
  }

  @Test
  void a_request_is_logged_without_user_query_or_id() {
    Reply reply = platform.get("/payments/4711?note=private", alice);
    Map<String, String> line = onlyLine();
    assertThat(line)
        .containsOnlyKeys("method", "route", "status", "ms", "bytes", "correlationId", "subject")
        .containsEntry("method", "GET")
        .containsEntry("route", "/payments/{id}")
        .containsEntry("status", "200")
        .containsEntry("bytes", "4")
        .containsEntry("correlationId", reply.header("x-correlation-id"));
    assertThat(line.get("subject")).matches("[0-9a-f]{12}");
  }

  @Test
  void an_unauthenticated_caller_has_no_digest_and_an_unknown_path_no_route() {
    Reply unused = platform.get("/some/secret/address");
    assertThat(onlyLine())
        .containsEntry("route", "-")
        .containsEntry("status", "404")
        .containsEntry("subject", "-");
  }

  @Test
  void a_client_that_disconnected_is_logged_as_499() {
    StandIn slow = platform.service("view", (request, body) -> {});
    var asked =
        await(
            platform
                .open(platform.gateway.port(), HttpMethod.GET, "/subscriptionViews")
                .compose(
                    request -> {
                      request.putHeader("authorization", "Bearer " + alice);
                      return request.end().map(request);
                    }));
    await().until(() -> !slow.asked.isEmpty());
    asked.connection().close();
    assertThat(onlyLine()).containsEntry("status", "499");
  }
}
