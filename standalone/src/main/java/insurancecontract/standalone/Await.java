package insurancecontract.standalone;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what Vert.x does, on a thread that may: the main one, never an event loop. */
final class Await {
  private Await() {}

  /** Like {@link #done}, for what has no result that anyone wants. */
  static void end(Future<?> future, String what, Duration max) {
    Object unused = done(future, what, max);
  }

  /** The result; a failure is thrown as it is. */
  static <T> T done(Future<T> future, String what, Duration max) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new CannotStart(what + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new CannotStart(what + " took more than " + max.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart(what + " was interrupted", e);
    }
  }
}
