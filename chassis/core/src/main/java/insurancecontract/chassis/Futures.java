package insurancecontract.chassis;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Where futures end that no caller waits for. */
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
}
