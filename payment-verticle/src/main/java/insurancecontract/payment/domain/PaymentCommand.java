package insurancecontract.payment.domain;

import java.time.Instant;

/** What may be asked of a payment; every command brings the time at which it was asked. */
public sealed interface PaymentCommand {
  /** The subscription whose payment is meant; a subscription has one. */
  long subscriptionId();

  /** When it was asked. */
  Instant at();

  /** Charge the first premium. */
  record RequestCharge(long subscriptionId, Terms terms, Instant at) implements PaymentCommand {}

  /** The provider says that it has charged. */
  record RecordApproval(long subscriptionId, Instant at) implements PaymentCommand {}

  /** The provider says that it will not charge, and why. */
  record RecordDecline(long subscriptionId, String reason, Instant at) implements PaymentCommand {}

  /** The subscription ended after it was paid: the premium goes back. */
  record Refund(long subscriptionId, String reason, Instant at) implements PaymentCommand {}

  /** The subscription gave up waiting: whatever was or will be charged goes back. */
  record Abandon(long subscriptionId, Terms terms, String reason, Instant at)
      implements PaymentCommand {}

  /** The provider confirmed that nothing is charged any more. */
  record RecordRefund(long subscriptionId, Instant at) implements PaymentCommand {}

  /** The provider will not refund, for the given reason: a person has to look at it. */
  record ParkRefund(long subscriptionId, String reason, Instant at) implements PaymentCommand {}

  /** An operator wants a parked refund to be tried again. */
  record RetryRefund(long subscriptionId, Instant at) implements PaymentCommand {}

  /** An operator gave the money back by hand and says so. */
  record SettleRefund(long subscriptionId, String by, Instant at) implements PaymentCommand {}
}
