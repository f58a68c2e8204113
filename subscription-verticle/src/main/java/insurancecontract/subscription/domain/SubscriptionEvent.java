package insurancecontract.subscription.domain;

import java.time.Instant;

/**
 * What may have happened to an application. Every event but {@link Opened} is published: before the
 * payment is answered the application is nobody else's concern.
 */
public sealed interface SubscriptionEvent {
  /** The application that it happened to. */
  long subscriptionId();

  /** When it was decided. */
  Instant at();

  /** The request was recorded, so that no payment can be made for something forgotten. */
  record Opened(long subscriptionId, String customerId, Product product, Instant at)
      implements SubscriptionEvent {}

  /** The first premium is paid: the application exists. */
  record Created(long subscriptionId, long paymentId, Instant at) implements SubscriptionEvent {}

  /**
   * It was given up unpaid; whatever the payment may have charged is to go back.
   *
   * @param reason what the payment said, or else the name of the failure
   */
  record Abandoned(long subscriptionId, PaymentFailure failure, String reason, Instant at)
      implements SubscriptionEvent {}

  /** An underwriter has it: cancelling is over. */
  record UnderwriterConfirmed(long subscriptionId, long underwritingId, Instant at)
      implements SubscriptionEvent {}

  /** The customer cancelled in time. */
  record CancelRequested(long subscriptionId, Instant at) implements SubscriptionEvent {}

  /** The cancelled application's premium is back. */
  record Cancelled(long subscriptionId, Instant at) implements SubscriptionEvent {}

  /** The contract is concluded; it may be withdrawn from up to and including that moment. */
  record Contracted(long subscriptionId, Instant withdrawableUntil, Instant at)
      implements SubscriptionEvent {}

  /** The underwriter refused; the premium is to go back. */
  record Refused(long subscriptionId, String reason, Instant at) implements SubscriptionEvent {}

  /** The customer withdrew in time. */
  record WithdrawalRequested(long subscriptionId, Instant at) implements SubscriptionEvent {}

  /** The withdrawn contract's premium is back. */
  record Withdrawn(long subscriptionId, Instant at) implements SubscriptionEvent {}
}
