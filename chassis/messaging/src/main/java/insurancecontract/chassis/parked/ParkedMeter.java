package insurancecontract.chassis.parked;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Shows in the metrics how much waits for a person; every process of a service shows the same. */
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

  /** What was counted last stays while the database is away, of which readiness tells. */
  private void count() {
    parking.waiting().onSuccess(counted -> waiting = counted).onFailure(away -> {});
  }

  @Override
  public Future<Void> stop() {
    boolean unused = vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
