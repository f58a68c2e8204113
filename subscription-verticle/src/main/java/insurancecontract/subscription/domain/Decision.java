package insurancecontract.subscription.domain;

import java.util.List;

/** The answer to a command: what happens because of it, or why nothing does. */
public sealed interface Decision {
  /** Accepted without an event: what was asked for is already so, or no longer matters. */
  Decision NO_NEWS = new Accepted(List.of());

  /** The command has the given effects, in this order; none when it is no news. */
  record Accepted(List<SubscriptionEvent> events) implements Decision {
    /** Keeps its own copy. */
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /**
   * The command changes nothing.
   *
   * @param detail the reason in a sentence that a customer understands
   */
  record Refused(Reason reason, String detail) implements Decision {}

  /** Accepted with these effects. */
  static Decision accepted(SubscriptionEvent... events) {
    return new Accepted(List.of(events));
  }

  /** Refused, said so that a customer understands it. */
  static Decision refused(Reason reason, String detail) {
    return new Refused(reason, detail);
  }
}
