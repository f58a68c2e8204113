package insurancecontract.subscription.application;

import io.vertx.core.Future;
import java.time.Duration;

/** Waiting, which the use cases must not do by themselves. */
public interface Patience {
  /** Ends after that time. */
  Future<Void> pause(Duration time);

  /** What the future brings, or a failure when it takes longer. */
  <T> Future<T> atMost(Duration time, Future<T> future);
}
