package insurancecontract.bench;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;

/** A supervisor who approves whatever is assigned, at the rate at which it is. */
final class Desk {
  private static final long LOOK_AGAIN_MS = 20;

  private final Vertx vertx;
  private final Api api;
  private final AtomicLong decided = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean empty;
  private volatile boolean over;

  Desk(Vertx vertx, Api api) {
    this.vertx = vertx;
    this.api = api;
  }

  /** Begins, and goes on until the end. */
  void work() {
    if (over) return;
    api.decide()
        .onSuccess(
            count -> {
              decided.addAndGet(count);
              empty = count == 0;
            })
        .onFailure(cause -> failed.incrementAndGet())
        .onComplete(done -> vertx.setTimer(LOOK_AGAIN_MS, timer -> work()));
  }

  /** Whether nothing was open at the last look. */
  boolean isEmpty() {
    return empty;
  }

  long decided() {
    return decided.get();
  }

  /** How often a look or a decision failed. */
  long failed() {
    return failed.get();
  }

  void end() {
    over = true;
  }
}
