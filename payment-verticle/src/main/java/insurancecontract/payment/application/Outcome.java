package insurancecontract.payment.application;

import insurancecontract.payment.domain.Decision;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent;

/** What became of a command, and the payment as it stood right after it. */
public record Outcome(Decision decision, Payment payment) {
  /** Whether an event of this kind happened. */
  boolean brought(Class<? extends PaymentEvent> kind) {
    return decision instanceof Decision.Accepted accepted
        && accepted.events().stream().anyMatch(kind::isInstance);
  }
}
