package insurancecontract.gateway.front;

import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.MetricLabels;
import insurancecontract.chassis.http.RequestCheck;
import insurancecontract.chassis.http.RequestTarget;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.chassis.tracing.Trace;
import insurancecontract.gateway.proxy.ApiContract;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line and one metric for each request, when it has ended. The line contains no full path,
 * query or body, and of the caller only a digest, by which one caller's requests can be correlated.
 */
final class AccessLog implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger("insurancecontract.access");
  private static final String UNDESCRIBED = "-";

  /** The client disconnected before the response ended. Not a standard status; nginx's. */
  private static final int CLIENT_CLOSED = 499;

  private static final int DIGEST_LENGTH = 12;

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final ApiContract contract;
  private final MeterRegistry meters;

  AccessLog(ApiContract contract, MeterRegistry meters) {
    this.contract = contract;
    this.meters = meters;
  }

  @Override
  public void handle(RoutingContext context) {
    long begun = System.nanoTime();
    context.addEndHandler(done -> write(context, Duration.ofNanos(System.nanoTime() - begun)));
    context.next();
  }

  private void write(RoutingContext context, Duration took) {
    HttpMethod method = context.request().method();
    String route =
        RequestCheck.target(context)
            .map(RequestTarget::path)
            .flatMap(contract::template)
            .orElse(UNDESCRIBED);
    int status = context.response().ended() ? context.response().getStatusCode() : CLIENT_CLOSED;
    Timer.builder("gateway.requests")
        .description("Requests answered, by route and status")
        .tag("method", UNDESCRIBED.equals(route) ? UNDESCRIBED : MetricLabels.method(method))
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BUCKETS)
        .register(meters)
        .record(took);
    LOG.atInfo()
        .addKeyValue("method", method.name())
        .addKeyValue("route", route)
        .addKeyValue("status", status)
        .addKeyValue("ms", took.toMillis())
        .addKeyValue("bytes", context.response().bytesWritten())
        .addKeyValue("correlationId", Trace.correlationId(Http.traceparent(context)))
        .addKeyValue("subject", digest(Http.caller(context)))
        .log("request");
  }

  private static String digest(Caller caller) {
    if (caller == null) return UNDESCRIBED;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(caller.subject().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
