package insurancecontract.subscription.application;

import java.util.List;

/** What a transaction is to store, in order, and what it gives back once that is stored. */
public record Changes<R>(List<Change> changes, R result) {
  /** Keeps its own copy. */
  public Changes {
    changes = List.copyOf(changes);
  }
}
