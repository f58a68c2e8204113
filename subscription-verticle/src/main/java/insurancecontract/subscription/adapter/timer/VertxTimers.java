package insurancecontract.subscription.adapter.timer;

import insurancecontract.subscription.application.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

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

  /** {@code Future.timeout} would leave the event loop when the future has no context. */
  @Override
  public <T> Future<T> timeout(Duration limit, Future<T> future) {
    Promise<T> limited = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, limit.toMillis()),
            elapsed -> limited.tryFail(new TimeoutException("no result within " + limit)));
    future.onComplete(
        ended -> {
          vertx.cancelTimer(timer);
          if (ended.succeeded()) limited.tryComplete(ended.result());
          else limited.tryFail(ended.cause());
        });
    return limited.future();
  }
}
