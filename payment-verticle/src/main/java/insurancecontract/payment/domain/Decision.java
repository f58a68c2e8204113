package insurancecontract.payment.domain;

import java.util.List;

/** The answer to a command: accepted with what happened, or refused with a reason. */
public sealed interface Decision {
  /** What happened, in order; empty when the command was no news. */
  record Accepted(List<PaymentEvent> events) implements Decision {
    /** Keeps its own list. */
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** Nothing happened. */
  record Refused(Reason reason, String detail) implements Decision {}

  /** Why a command may be refused. */
  enum Reason {
    /**
     * The subscription's charge was asked for before, by another customer or for another amount.
     */
    AMOUNT_DIFFERS,
    /** The refund does not wait for a person. */
    NOT_PARKED,
    /** The payment's status does not allow it. */
    NOT_POSSIBLE_NOW
  }

  /** Accepts with what happened, in order. */
  static Decision accepted(PaymentEvent... events) {
    return new Accepted(List.of(events));
  }

  /** Refuses. */
  static Decision refused(Reason reason, String detail) {
    return new Refused(reason, detail);
  }
}
