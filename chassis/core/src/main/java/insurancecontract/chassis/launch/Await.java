package insurancecontract.chassis.launch;

import insurancecontract.chassis.StartFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks for a future's result; for the main thread, never on an event loop. */
public final class Await {
  private Await() {}

  /** Like {@link #done}, without a result. */
  public static void end(Future<?> future, String what, Duration max) {
    Object unused = done(future, what, max);
  }

  /** The result; a failure is thrown as it is. */
  public static <T> T done(Future<T> future, String what, Duration max) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new StartFailure(what + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new StartFailure(what + " took more than " + max.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure(what + " was interrupted", e);
    }
  }
}
