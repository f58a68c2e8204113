package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Hold;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Load shedding: a limit on requests in flight. Requests beyond it are refused at once, which is
 * cheap; queueing them would make every request slow until all clients give up. A request is in
 * flight only when it has been read, so that a client that sends slowly occupies no slot.
 */
public final class Admission {
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

  /** Refuses a request while there is no free slot, before anything is done for it. */
  public void refuseWhenFull(RoutingContext context) {
    if (isFull()) {
      context.fail(overloaded());
    } else {
      context.next();
    }
  }

  /** Takes a slot for a request that has been read, until it ends. */
  public void takeSlot(RoutingContext context) {
    if (isFull()) {
      context.fail(overloaded());
      return;
    }
    inFlight.incrementAndGet();
    Hold unused = Hold.of(context, inFlight::decrementAndGet);
    context.next();
  }

  private boolean isFull() {
    return inFlight.get() >= settings.get().inFlightMax();
  }

  private ProblemException overloaded() {
    shed.increment();
    return Problems.unavailable(
        "OVERLOADED", "The platform is overloaded. Please try again shortly.", RETRY_AFTER);
  }
}
