package insurancecontract.subscription.application;

import io.vertx.core.Future;
import java.time.Duration;

/** Delays and time-outs, on a clock that tests and the simulator control. */
public interface Timers {
  /** Completes after that time. */
  Future<Void> delay(Duration time);

  /** The future's result, or a {@link java.util.concurrent.TimeoutException} if it is too late. */
  <T> Future<T> timeout(Duration limit, Future<T> future);
}
