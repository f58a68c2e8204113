package insurancecontract.payment.domain;

import java.time.Instant;

/**
 * What may have happened to a payment. Each one raises the version by one; only approval, decline
 * and the end of a refund are announced to others.
 */
public sealed interface PaymentEvent {
  /** When it happened. */
  Instant at();

  /** The charge was written down; from now on the provider may be asked. */
  record ChargeRequested(Terms terms, Instant at) implements PaymentEvent {}

  /** The premium is charged. */
  record ChargeApproved(Instant at) implements PaymentEvent {}

  /** The provider will not charge. */
  record ChargeDeclined(String reason, Instant at) implements PaymentEvent {}

  /** The premium is to go back. */
  record RefundRequested(String reason, Instant at) implements PaymentEvent {}

  /** The provider confirmed that nothing is charged any more. */
  record Refunded(Instant at) implements PaymentEvent {}

  /** The refund waits for a person. */
  record RefundParked(String reason, Instant at) implements PaymentEvent {}

  /** A parked refund is to be tried again. */
  record RefundRetried(Instant at) implements PaymentEvent {}

  /** The money went back by hand. */
  record RefundSettled(String by, Instant at) implements PaymentEvent {}

  /** Given up before the charge was asked for; terms are null when nobody said them. */
  record Voided(Terms terms, String reason, Instant at) implements PaymentEvent {}
}
