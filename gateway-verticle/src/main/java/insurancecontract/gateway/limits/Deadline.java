package insurancecontract.gateway.limits;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The time limit of one request. What has to be aborted depends on the stage of the request, so
 * each stage sets its own action.
 *
 * <p>Belongs to one event loop.
 */
public final class Deadline {
  /** The action of a stage that needs no aborting. */
  public static final Runnable NOTHING = () -> {};

  private final Vertx vertx;
  private final long timer;
  private Runnable abort = NOTHING;
  private boolean expired;

  private Deadline(Vertx vertx, Duration within) {
    this.vertx = vertx;
    this.timer = vertx.setTimer(within.toMillis(), elapsed -> expire());
  }

  /** Starts now. */
  public static Deadline within(Vertx vertx, Duration duration) {
    return new Deadline(vertx, duration);
  }

  /** Replaces the action; runs it at once if the limit has expired. */
  public void onExpiry(Runnable action) {
    abort = action;
    if (expired) action.run();
  }

  /** The request has ended. */
  public void cancel() {
    abort = NOTHING;
    vertx.cancelTimer(timer);
  }

  /** Whether the limit has expired. */
  public boolean isExpired() {
    return expired;
  }

  private void expire() {
    expired = true;
    abort.run();
  }
}
