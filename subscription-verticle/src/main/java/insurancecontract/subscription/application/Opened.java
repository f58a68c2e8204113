package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;

/** How the recording of an application ended. */
public sealed interface Opened {
  /** It is new, and now has its number. */
  record New(Subscription subscription) implements Opened {}

  /** The key was used before, for that application and by a request that said that. */
  record Known(Subscription subscription, String bodyHash) implements Opened {}
}
