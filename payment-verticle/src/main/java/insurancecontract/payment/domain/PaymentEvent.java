package insurancecontract.payment.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a payment; each raises the version by one. Only approval, decline and the end of a
 * refund are published.
 */
public sealed interface PaymentEvent {
  /** When it happened. */
  Instant at();

  /** The charge was requested; from now on the provider may be called. */
  record ChargeRequested(Terms terms, Instant at) implements PaymentEvent {}

  /** The premium was charged. */
  record ChargeApproved(Instant at) implements PaymentEvent {}

  /** The provider declined to charge. */
  record ChargeDeclined(String reason, Instant at) implements PaymentEvent {}

  /** The premium is to be refunded. */
  record RefundRequested(String reason, Instant at) implements PaymentEvent {}

  /** The provider confirmed that nothing is charged any more. */
  record Refunded(Instant at) implements PaymentEvent {}

  /** The refund waits for an operator. */
  record RefundParked(String reason, Instant at) implements PaymentEvent {}

  /** A parked refund is to be tried again. */
  record RefundRetried(Instant at) implements PaymentEvent {}

  /** An operator refunded by hand. */
  record RefundSettled(String by, Instant at) implements PaymentEvent {}

  /** Abandoned before the charge was requested; the terms are empty when they are not known. */
  record Voided(Optional<Terms> terms, String reason, Instant at) implements PaymentEvent {}
}
