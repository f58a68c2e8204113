package insurancecontract.chassis.decision;

import java.util.List;

/** What happened to one aggregate within one transaction, in order; at least one event. */
public record Change<S, E>(S before, List<Recorded<S, E>> recorded) {
  /** Keeps its own copy. */
  public Change {
    if (recorded.isEmpty()) throw new IllegalArgumentException("a change without an event");
    recorded = List.copyOf(recorded);
  }

  /** The state to store. */
  public S after() {
    return last().after();
  }

  /** The trace of the latest event, which work that is still to be done carries on. */
  public String traceparent() {
    return last().traceparent();
  }

  private Recorded<S, E> last() {
    return recorded.get(recorded.size() - 1);
  }
}
