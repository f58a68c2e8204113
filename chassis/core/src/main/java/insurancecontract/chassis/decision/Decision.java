package insurancecontract.chassis.decision;

import java.util.List;
import java.util.Map;

/** The answer to a command: accepted with events, a no-op, or refused with a code. */
public sealed interface Decision<E> {
  /** The command has these effects, in this order; at least one. */
  record Accepted<E>(List<E> events) implements Decision<E> {
    /** Keeps its own copy. */
    public Accepted {
      if (events.isEmpty()) throw new IllegalArgumentException("accepted without an event");
      events = List.copyOf(events);
    }
  }

  /** A no-op: what was asked for is already so, or no longer matters. */
  record Unchanged<E>() implements Decision<E> {}

  /** The command changes nothing. */
  record Refused<E>(Refusal refusal) implements Decision<E> {}

  /** Accepted with these effects. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies the array.
  static <E> Decision<E> accepted(E... events) {
    return new Accepted<>(List.of(events));
  }

  /** A no-op. */
  static <E> Decision<E> unchanged() {
    return new Unchanged<>();
  }

  /** Refused for this reason. */
  static <E> Decision<E> refused(RefusalCode code) {
    return new Refused<>(new Refusal(code, Map.of()));
  }

  /** Refused for this reason, whose text names one value. */
  static <E> Decision<E> refused(RefusalCode code, String name, Object value) {
    return new Refused<>(new Refusal(code, Map.of(name, value)));
  }

  /** The events, none unless accepted. */
  default List<E> events() {
    return this instanceof Accepted<E> accepted ? accepted.events() : List.of();
  }
}
