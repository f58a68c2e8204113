package insurancecontract.subscription.adapter.timer;

import insurancecontract.subscription.application.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Waits by Vert.x timers. */
public final class VertxPatience implements Patience {
  private final Vertx vertx;

  /** Waits on the event loop that asks for it. */
  public VertxPatience(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Void> pause(Duration time) {
    return vertx.timer(Math.max(1, time.toMillis())).mapEmpty();
  }

  @Override
  public <T> Future<T> atMost(Duration time, Future<T> future) {
    Promise<T> limited = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, time.toMillis()),
            elapsed -> limited.tryFail(new TimeoutException("nothing within " + time)));
    future.onComplete(
        ended -> {
          vertx.cancelTimer(timer);
          if (ended.succeeded()) limited.tryComplete(ended.result());
          else limited.tryFail(ended.cause());
        });
    return limited.future();
  }
}
