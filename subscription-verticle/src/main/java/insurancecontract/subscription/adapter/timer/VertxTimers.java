package insurancecontract.subscription.adapter.timer;

import insurancecontract.chassis.Futures;
import insurancecontract.subscription.application.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Vert.x timers, on the event loop of the caller. */
public final class VertxTimers implements Timers {
  private final Vertx vertx;

  /** Uses this Vert.x. */
  public VertxTimers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Void> delay(Duration time) {
    return vertx.timer(Math.max(1, time.toMillis())).mapEmpty();
  }

  @Override
  public <T> Future<T> timeout(Duration limit, Future<T> future) {
    return Futures.timeout(vertx, limit, future);
  }
}
