package insurancecontract.view;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for what surely comes, on machines that may have much else to do. */
final class Patience {
  private Patience() {}

  /** Waits a minute at the most. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }
}
