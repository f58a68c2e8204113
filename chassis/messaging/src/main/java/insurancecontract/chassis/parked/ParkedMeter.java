package insurancecontract.chassis.parked;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Gauges how many items wait for an operator; every process of a service reports the same. */
public final class ParkedMeter implements Component {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Parking parking;
  private volatile long waiting;
  private long timer;

  /** Counts what {@code parking} holds. */
  public ParkedMeter(ServiceContext context, Parking parking) {
    this.vertx = context.vertx();
    this.parking = parking;
    Gauge.builder("parked.waiting", this, meter -> meter.waiting)
        .description("Messages, refunds and facts that wait for a person")
        .tag("service", context.name())
        .register(context.meters());
  }

  @Override
  public Future<Void> start() {
    count();
    timer = vertx.setPeriodic(EVERY.toMillis(), due -> count());
    return Future.succeededFuture();
  }

  /** Keeps the last count while the database is unavailable, which readiness reports. */
  private void count() {
    parking.waiting().onSuccess(counted -> waiting = counted).onFailure(unavailable -> {});
  }

  @Override
  public Future<Void> stop() {
    boolean unused = vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
