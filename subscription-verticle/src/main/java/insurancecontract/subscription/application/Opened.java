package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;

/** The result of recording an application. */
public sealed interface Opened {
  /** It is new, and now has its number. */
  record New(Subscription.PendingPayment subscription) implements Opened {}

  /** The key was used before: that request's application, and the hash of that request's body. */
  record Known(Subscription subscription, String bodyHash) implements Opened {}
}
