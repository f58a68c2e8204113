package insurancecontract.subscription.application;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Timers that fire when the test says so. */
final class ManualTimers implements Timers {
  private final List<Promise<Void>> delays = new ArrayList<>();
  private final List<Promise<?>> timeouts = new ArrayList<>();

  @Override
  public Future<Void> delay(Duration time) {
    Promise<Void> delay = Promise.promise();
    delays.add(delay);
    return delay.future();
  }

  @Override
  public <T> Future<T> timeout(Duration limit, Future<T> future) {
    Promise<T> limited = Promise.promise();
    timeouts.add(limited);
    future.onSuccess(limited::tryComplete).onFailure(limited::tryFail);
    return limited.future();
  }

  /** Ends all delays that have begun. */
  void endDelays() {
    List<Promise<Void>> ended = List.copyOf(delays);
    delays.clear();
    ended.forEach(Promise::complete);
  }

  /** Every time-out expires. */
  void expire() {
    timeouts.forEach(timeout -> timeout.tryFail(new TimeoutException()));
  }
}
