package insurancecontract.standalone.architecture.wrong.subscription.domain;

import io.vertx.core.Future;
import java.time.Instant;

/** A decision that depends on when and where it is made. */
public final class ReadsTheClock {
  /** Now, later. */
  public Future<Instant> now() {
    return Future.succeededFuture(Instant.now());
  }
}
