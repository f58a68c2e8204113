package insurancecontract.chassis.decision;

import java.util.List;

/** What a transaction stores, and what it returns once that is stored. */
public record Changes<S, E, R>(List<Change<S, E>> changes, R result) {
  /** Keeps its own copy. */
  public Changes {
    changes = List.copyOf(changes);
  }

  /** Every event with its state, aggregate by aggregate, each in its order. */
  public List<Recorded<S, E>> recorded() {
    return changes.stream().flatMap(change -> change.recorded().stream()).toList();
  }
}
