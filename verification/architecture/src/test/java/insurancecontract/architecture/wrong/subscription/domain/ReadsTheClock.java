package insurancecontract.architecture.wrong.subscription.domain;

import io.vertx.core.Future;
import java.time.Instant;

/** A decision that depends on the clock and on a framework. */
public final class ReadsTheClock {
  /** Now, later. */
  public Future<Instant> now() {
    return Future.succeededFuture(Instant.now());
  }
}
