package insurancecontract.subscription.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * What may be asked of an application that is there; a new one begins with {@link
 * Subscription#open}. Each command carries the moment at which it is decided.
 */
public sealed interface SubscriptionCommand {
  /** The application that is meant. */
  long subscriptionId();

  /** The moment of the decision. */
  Instant at();

  /** The premium is charged. Says the same whether the call's answer or the fact brings it. */
  record ConfirmPayment(long subscriptionId, long paymentId, Instant at)
      implements SubscriptionCommand {}

  /**
   * The application is given up unless it is paid.
   *
   * @param reason what the payment said when it declined, else null
   */
  record Abandon(long subscriptionId, PaymentFailure failure, String reason, Instant at)
      implements SubscriptionCommand {}

  /** An underwriter has the case. */
  record ConfirmUnderwriter(long subscriptionId, long underwritingId, Instant at)
      implements SubscriptionCommand {}

  /**
   * The underwriter approved, so the contract is concluded.
   *
   * @param coolingOff how long the customer may withdraw from now on
   */
  record Contract(long subscriptionId, long underwritingId, Duration coolingOff, Instant at)
      implements SubscriptionCommand {}

  /** The underwriter refused, for the given reason. */
  record Refuse(long subscriptionId, long underwritingId, String reason, Instant at)
      implements SubscriptionCommand {}

  /** The customer does not want the cover any more, before an underwriter has the case. */
  record Cancel(long subscriptionId, String customerId, Instant at)
      implements SubscriptionCommand {}

  /** The customer withdraws from the contract. */
  record Withdraw(long subscriptionId, String customerId, Instant at)
      implements SubscriptionCommand {}

  /** The premium is back with the customer. */
  record ConfirmRefund(long subscriptionId, Instant at) implements SubscriptionCommand {}
}
