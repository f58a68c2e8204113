package insurancecontract.view.projection;

import io.vertx.core.Future;

/** Takes facts that the served rows have and a rebuild cannot merge. */
@FunctionalInterface
public interface LeftOut {
  /** Parks the fact for an operator, once however often it is skipped. */
  Future<Void> keep(Fact fact, Throwable cause);
}
