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
 * Load shedding: a limit on requests in flight. Requests beyond it are refused at once, which is
 * cheap; queueing them would make every request slow until all clients give up.
 */
public final class Admission implements Handler<RoutingContext> {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Supplier<LimitSettings> settings;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter shed;

  /** The limit is read at each request. */
  public Admission(Supplier<LimitSettings> settings, MeterRegistry meters) {
    this.settings = settings;
    this.shed =
        Counter.builder("gateway.requests.shed")
            .description("Requests refused because too many were in flight")
            .register(meters);
    Gauge.builder("gateway.requests.in.flight", inFlight, AtomicInteger::get)
        .description("Requests in flight")
        .register(meters);
  }

  @Override
  public void handle(RoutingContext context) {
    if (inFlight.get() >= settings.get().inFlightMax()) {
      shed.increment();
      context.fail(
          Problems.unavailable(
              "OVERLOADED", "The platform is overloaded. Please try again shortly.", RETRY_AFTER));
      return;
    }
    inFlight.incrementAndGet();
    context.addEndHandler(done -> inFlight.decrementAndGet());
    context.next();
  }
}
