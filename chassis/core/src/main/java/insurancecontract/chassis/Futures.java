package insurancecontract.chassis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** What {@link Future} itself does not offer. */
public final class Futures {
  private Futures() {}

  /** Ends a future that no caller waits for: a failure is logged once, here. */
  public static void end(Future<?> future, Logger log, String tried) {
    future.onFailure(
        cause -> log.atWarn().addKeyValue("tried", tried).setCause(cause).log("failed"));
  }

  /** Runs {@code step}; what it throws, even an error, becomes a failed future. */
  public static <T> Future<T> attempt(Supplier<Future<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error failure) {
      return Future.failedFuture(failure);
    }
  }

  /**
   * The same, but failed with a {@link TimeoutException} when it takes longer than {@code limit}.
   *
   * <p>Unlike {@link Future#timeout}, which leaves the event loop for a thread of its own when the
   * future has no context, it stays on the loop of {@code vertx}.
   */
  public static <T> Future<T> timeout(Vertx vertx, Duration limit, Future<T> future) {
    if (future.isComplete()) return future;
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
