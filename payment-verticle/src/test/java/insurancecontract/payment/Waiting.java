package insurancecontract.payment;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a test waits: for a condition with a deadline, never for a time. */
public final class Waiting {
  /** Long enough for a busy machine. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private Waiting() {}

  /** What the future brings; throws what it fails with. */
  public static <T> T result(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) throw cause;
      throw new CompletionException(failed.getCause());
    } catch (InterruptedException | TimeoutException gaveUp) {
      throw new IllegalStateException("no result in time", gaveUp);
    }
  }
}
