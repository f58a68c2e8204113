package insurancecontract.chassis.decision;

import io.vertx.core.Future;

/** Takes one command; those that arrive together may share a transaction. */
@FunctionalInterface
public interface Commands<S, C, E> {
  /** Decides and stores. */
  Future<Handled<S, E>> submit(Traced<C> command);
}
