package insurancecontract.underwriting.application;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Futures in tests that read from top to bottom. */
public final class Awaited {
  private static final int SECONDS = 60;

  private Awaited() {}

  /** The result, or the failure as an error. */
  public static <T> T of(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new AssertionError("failed: " + failure.getCause(), failure.getCause());
    } catch (TimeoutException | InterruptedException failure) {
      throw new AssertionError("not done in time", failure);
    }
  }

  /** Waits for the end and forgets the result. */
  public static void done(Future<?> future) {
    Object unused = of(future.map(result -> (Object) result));
  }
}
