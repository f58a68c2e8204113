package insurancecontract.contracts;

import java.time.Instant;

/**
 * What may happen to an application. Premiums are whole units of the currency's smallest part (the
 * won has none smaller); {@code subscriptionStatus} is the status after the fact.
 */
public sealed interface SubscriptionEvent extends Event {
  /** The status after the fact. */
  String subscriptionStatus();

  /** The first premium is paid: from here on the application exists for everyone. */
  record SubscriptionCreated(
      long subscriptionId,
      long version,
      String subscriptionStatus,
      String customerId,
      String productName,
      long premium,
      String currency,
      long paymentId,
      Instant createdAt)
      implements SubscriptionEvent {}

  /** The payment was declined, in doubt or failed: nothing may stay charged. */
  record SubscriptionAbandoned(
      long subscriptionId,
      long version,
      String subscriptionStatus,
      String customerId,
      String productName,
      long premium,
      String currency,
      String reason,
      Instant createdAt)
      implements SubscriptionEvent {}

  /** An underwriter's assignment was accepted: cancelling is over. */
  record UnderwriterConfirmed(
      long subscriptionId, long version, String subscriptionStatus, long underwritingId)
      implements SubscriptionEvent {}

  /** The customer cancelled in time: the money is to go back and the case is to be closed. */
  record CancelRequested(long subscriptionId, long version, String subscriptionStatus)
      implements SubscriptionEvent {}

  /** The cancelled application's premium is back. */
  record SubscriptionCancelled(long subscriptionId, long version, String subscriptionStatus)
      implements SubscriptionEvent {}

  /** The contract is concluded; it may be withdrawn from until the given moment. */
  record SubscriptionContracted(
      long subscriptionId,
      long version,
      String subscriptionStatus,
      long underwritingId,
      Instant contractedAt,
      Instant withdrawableUntil)
      implements SubscriptionEvent {}

  /** The underwriter refused: the money is to go back. */
  record SubscriptionRefused(
      long subscriptionId,
      long version,
      String subscriptionStatus,
      long underwritingId,
      String reason)
      implements SubscriptionEvent {}

  /** The customer withdrew within the cooling-off days: the money is to go back. */
  record WithdrawalRequested(long subscriptionId, long version, String subscriptionStatus)
      implements SubscriptionEvent {}

  /** The withdrawn contract's premium is back. */
  record SubscriptionWithdrawn(long subscriptionId, long version, String subscriptionStatus)
      implements SubscriptionEvent {}
}
