package insurancecontract.gateway.limits;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The moment by which one request must be over. What has to be broken off when it comes depends on
 * how far the request is, so each stage names its own way to end.
 *
 * <p>Belongs to one event loop.
 */
public final class Deadline {
  private final Vertx vertx;
  private final long timer;
  private Runnable breakOff = Deadline::nothing;
  private boolean over;

  private Deadline(Vertx vertx, Duration within) {
    this.vertx = vertx;
    this.timer = vertx.setTimer(within.toMillis(), elapsed -> comes());
  }

  /** Begins to count now. */
  public static Deadline within(Vertx vertx, Duration duration) {
    return new Deadline(vertx, duration);
  }

  /** From here on, {@code end} is how to break off; called at once when it is too late already. */
  public void then(Runnable end) {
    breakOff = end;
    if (over) end.run();
  }

  /** From here on there is nothing to break off. */
  public void thenNothing() {
    breakOff = Deadline::nothing;
  }

  /** The request ended in time. */
  public void met() {
    breakOff = Deadline::nothing;
    vertx.cancelTimer(timer);
  }

  /** Whether the moment has come. */
  public boolean over() {
    return over;
  }

  private void comes() {
    over = true;
    breakOff.run();
  }

  private static void nothing() {}
}
