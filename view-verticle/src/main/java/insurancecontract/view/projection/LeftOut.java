package insurancecontract.view.projection;

import io.vertx.core.Future;

/** Where facts go that the served rows know and a rebuild cannot merge. */
@FunctionalInterface
public interface LeftOut {
  /** Keeps the fact for a person to look at, once however often it is left out. */
  Future<Void> keep(Fact fact, Throwable cause);
}
