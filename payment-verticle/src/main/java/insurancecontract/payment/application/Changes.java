package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent;
import java.time.Instant;
import java.util.List;

/** What a transaction stores, and what it answers once that is stored. */
public record Changes<R>(List<Change> changes, R result) {
  /** Keeps its own list. */
  public Changes {
    changes = List.copyOf(changes);
  }

  /**
   * What happened to one payment.
   *
   * @param dueAt when the rest of its work is to be taken up; null when nothing is left to do
   */
  public record Change(Payment before, Payment after, List<Recorded> recorded, Instant dueAt) {
    /** Keeps its own list; there is no change without an event. */
    public Change {
      recorded = List.copyOf(recorded);
    }

    /** The trace of the latest event, which the rest of the work goes on with. */
    public String traceparent() {
      return recorded.get(recorded.size() - 1).traceparent();
    }
  }

  /** An event, the payment right after it, and the trace it belongs to. */
  public record Recorded(PaymentEvent event, Payment after, String traceparent) {}
}
