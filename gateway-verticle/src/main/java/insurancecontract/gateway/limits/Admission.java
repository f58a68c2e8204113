package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets in only as many requests as can be served at a time. The others learn so at once, which
 * costs next to nothing; letting them wait would make everyone wait until all give up.
 */
public final class Admission implements Handler<RoutingContext> {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Supplier<LimitSettings> settings;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter shed;

  /** The bound is read at each request. */
  public Admission(Supplier<LimitSettings> settings, MeterRegistry meters) {
    this.settings = settings;
    this.shed =
        Counter.builder("gateway.requests.shed")
            .description("Requests refused because too many were under way")
            .register(meters);
    Gauge.builder("gateway.requests.in.flight", inFlight, AtomicInteger::get)
        .description("Requests that are being served")
        .register(meters);
  }

  @Override
  public void handle(RoutingContext context) {
    if (inFlight.get() >= settings.get().inFlightMax()) {
      shed.increment();
      context.fail(
          Problems.unavailable(
              "OVERLOADED", "Too much is going on. Please try again shortly.", RETRY_AFTER));
      return;
    }
    inFlight.incrementAndGet();
    context.addEndHandler(done -> inFlight.decrementAndGet());
    context.next();
  }
}
