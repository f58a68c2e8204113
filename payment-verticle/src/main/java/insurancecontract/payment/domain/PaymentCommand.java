package insurancecontract.payment.domain;

import java.time.Instant;

/** A request to a payment, with the time at which it was made. */
public sealed interface PaymentCommand {
  /** The subscription that the payment belongs to. */
  long subscriptionId();

  /** When it was made. */
  Instant at();

  /** Charge the first premium. */
  record RequestCharge(long subscriptionId, Terms terms, Instant at) implements PaymentCommand {}

  /** The provider reports that it has charged. */
  record RecordApproval(long subscriptionId, Instant at) implements PaymentCommand {}

  /** The provider reports that it does not charge, and why. */
  record RecordDecline(long subscriptionId, String reason, Instant at) implements PaymentCommand {}

  /** Refund the premium: the subscription ended after it was paid. */
  record Refund(long subscriptionId, String reason, Instant at) implements PaymentCommand {}

  /** The subscription stopped waiting: refund any charge that was or will be made. */
  record Abandon(long subscriptionId, Terms terms, String reason, Instant at)
      implements PaymentCommand {}

  /** The provider confirmed that nothing is charged any more. */
  record RecordRefund(long subscriptionId, Instant at) implements PaymentCommand {}

  /** The provider cannot refund, for the given reason: an operator has to look at it. */
  record ParkRefund(long subscriptionId, String reason, Instant at) implements PaymentCommand {}

  /** An operator has a parked refund tried again. */
  record RetryRefund(long subscriptionId, Instant at) implements PaymentCommand {}

  /** An operator has refunded by hand. */
  record SettleRefund(long subscriptionId, String by, Instant at) implements PaymentCommand {}
}
