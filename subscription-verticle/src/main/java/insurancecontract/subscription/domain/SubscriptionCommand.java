package insurancecontract.subscription.domain;

import java.time.Instant;

/**
 * What may be asked of an application that exists; a new one begins with {@link Subscription#open}.
 * Each command carries the moment at which it is decided.
 */
public sealed interface SubscriptionCommand {
  /** The application that it is about. */
  long subscriptionId();

  /** The moment of the decision. */
  Instant at();

  /** A command that only the customer who applied may give. */
  sealed interface FromCustomer permits Cancel, Withdraw {
    /** Who gives it. */
    String customerId();
  }

  /** The premium is charged; comes with the call's answer and with payment's event. */
  record ConfirmPayment(long subscriptionId, long paymentId, Instant at)
      implements SubscriptionCommand {}

  /**
   * Ends the application unless it is paid.
   *
   * @param reason why payment declined it, else null
   */
  record Abandon(long subscriptionId, PaymentFailure failure, String reason, Instant at)
      implements SubscriptionCommand {}

  /** An underwriter has the case. */
  record ConfirmUnderwriter(long subscriptionId, long underwritingId, Instant at)
      implements SubscriptionCommand {}

  /**
   * The underwriter approved, so the contract is concluded.
   *
   * @param coolingOff until when the customer may withdraw
   */
  record Contract(long subscriptionId, long underwritingId, CoolingOff coolingOff, Instant at)
      implements SubscriptionCommand {}

  /** The underwriter refused, for the given reason. */
  record Refuse(long subscriptionId, long underwritingId, String reason, Instant at)
      implements SubscriptionCommand {}

  /** The customer no longer wants the cover; possible until an underwriter has the case. */
  record Cancel(long subscriptionId, String customerId, Instant at)
      implements SubscriptionCommand, FromCustomer {}

  /** The customer withdraws from the contract. */
  record Withdraw(long subscriptionId, String customerId, Instant at)
      implements SubscriptionCommand, FromCustomer {}

  /** The premium is back with the customer. */
  record ConfirmRefund(long subscriptionId, Instant at) implements SubscriptionCommand {}
}
