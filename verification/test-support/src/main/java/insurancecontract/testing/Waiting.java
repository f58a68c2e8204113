package insurancecontract.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How tests wait for what must happen: within one deadline that a busy machine meets, too.
 *
 * <p>As a listener of JUnit, registered by its service file, it gives Awaitility the same deadline.
 */
public final class Waiting implements LauncherSessionListener {
  /** Never part of what is asserted: a test that passes does not use it up. */
  public static final Duration DEADLINE = Duration.ofSeconds(60);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(DEADLINE);
  }

  /** The result of the future; throws what it fails with. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("no result within " + DEADLINE.toSeconds() + " s", late);
    }
  }

  /** Waits for the end of the future; throws what it fails with. */
  public static void done(Future<?> future) {
    Object unused = await(future);
  }

  /** Why the future fails, which it must. */
  public static Throwable failure(Future<?> future) {
    return await(
        future.transform(
            end ->
                end.failed()
                    ? Future.succeededFuture(end.cause())
                    : Future.failedFuture(new AssertionError("it did not fail"))));
  }
}
