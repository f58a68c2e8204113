package insurancecontract.simulation.store;

import io.vertx.core.VertxException;

/** Two transactions waited for each other; this one was aborted. */
final class Deadlock extends VertxException {
  private static final long serialVersionUID = 1L;

  Deadlock() {
    super("deadlock detected", null, true);
  }
}
