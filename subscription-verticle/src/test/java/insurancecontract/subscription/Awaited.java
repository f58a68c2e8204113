package insurancecontract.subscription;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a test's own thread wait for a future, within a deadline. */
public final class Awaited {
  private Awaited() {}

  /** What the future brings; a failure is thrown. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException tooLong) {
      throw new AssertionError("nothing within 20 s", tooLong);
    }
  }

  /** Waits for the end of the future; a failure is thrown. */
  public static void done(Future<?> future) {
    Object unused = await(future);
  }
}
