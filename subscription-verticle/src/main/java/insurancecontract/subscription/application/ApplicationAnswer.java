package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import java.time.Duration;

/** The answer to a customer who applied. */
public sealed interface ApplicationAnswer {
  /** Paid: the application exists, and this is how it began. */
  record Created(Subscription.Paid subscription) implements ApplicationAnswer {}

  /** The payment was declined; nothing is charged. */
  record Declined(Subscription.PaymentFailed subscription) implements ApplicationAnswer {}

  /** Abandoned because payment did not answer; nothing stays charged. */
  record InDoubt(Subscription.PaymentFailed subscription) implements ApplicationAnswer {}

  /** Rejected before anything was written or charged: payment is unavailable or overloaded. */
  record PaymentUnavailable(Duration retryAfter) implements ApplicationAnswer {}

  /** There is no such product. */
  record ProductUnknown(String productName) implements ApplicationAnswer {}

  /** The key belongs to an earlier request with another body. */
  record KeyReused() implements ApplicationAnswer {}

  /** The first request with that key has no answer yet. */
  record UnderWay() implements ApplicationAnswer {}

  /** The payment's answer could not be stored; the application's status will show the outcome. */
  record OutcomeUnknown(long subscriptionId) implements ApplicationAnswer {}
}
