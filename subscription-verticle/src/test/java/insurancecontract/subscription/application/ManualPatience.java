package insurancecontract.subscription.application;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Waiting under the test's control: time passes when the test says so. */
final class ManualPatience implements Patience {
  private final List<Promise<Void>> pauses = new ArrayList<>();
  private final List<Promise<?>> limits = new ArrayList<>();

  @Override
  public Future<Void> pause(Duration time) {
    Promise<Void> pause = Promise.promise();
    pauses.add(pause);
    return pause.future();
  }

  @Override
  public <T> Future<T> atMost(Duration time, Future<T> future) {
    Promise<T> limited = Promise.promise();
    limits.add(limited);
    future.onSuccess(limited::tryComplete).onFailure(limited::tryFail);
    return limited.future();
  }

  /** All pauses that were begun before now are over. */
  void endPauses() {
    List<Promise<Void>> ended = List.copyOf(pauses);
    pauses.clear();
    ended.forEach(Promise::complete);
  }

  /** Whatever was waited for with a limit took too long. */
  void loseIt() {
    limits.forEach(limit -> limit.tryFail(new TimeoutException()));
  }
}
