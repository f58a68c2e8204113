package insurancecontract.subscription.domain;

import java.time.Instant;

/**
 * What may happen to an application. Every event but {@link Opened} is published: until the payment
 * is answered, the application concerns no other service.
 */
public sealed interface SubscriptionEvent {
  /** The application that it happened to. */
  long subscriptionId();

  /** When it was decided. */
  Instant at();

  /** The request was recorded, before any payment is asked for. */
  record Opened(long subscriptionId, String customerId, Product product, Instant at)
      implements SubscriptionEvent {}

  /** The first premium is paid: the application exists. */
  record Created(long subscriptionId, long paymentId, Instant at) implements SubscriptionEvent {}

  /**
   * It ended unpaid; payment refunds what it may have charged.
   *
   * @param reason why payment declined it, otherwise the name of the failure
   */
  record Abandoned(long subscriptionId, PaymentFailure failure, String reason, Instant at)
      implements SubscriptionEvent {}

  /** An underwriter has the case, so it can no longer be cancelled. */
  record UnderwriterConfirmed(long subscriptionId, long underwritingId, Instant at)
      implements SubscriptionEvent {}

  /** The customer cancelled in time. */
  record CancelRequested(long subscriptionId, Instant at) implements SubscriptionEvent {}

  /** The cancelled application's premium is back. */
  record Cancelled(long subscriptionId, Instant at) implements SubscriptionEvent {}

  /** The contract is concluded; the customer may withdraw up to and including that moment. */
  record Contracted(long subscriptionId, Instant withdrawableUntil, Instant at)
      implements SubscriptionEvent {}

  /** The underwriter refused; the premium goes back. */
  record Refused(long subscriptionId, String reason, Instant at) implements SubscriptionEvent {}

  /** The customer withdrew in time. */
  record WithdrawalRequested(long subscriptionId, Instant at) implements SubscriptionEvent {}

  /** The withdrawn contract's premium is back. */
  record Withdrawn(long subscriptionId, Instant at) implements SubscriptionEvent {}
}
