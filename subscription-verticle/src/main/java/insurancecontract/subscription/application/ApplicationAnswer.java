package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import java.time.Duration;

/** How a customer's wish to be covered ended. */
public sealed interface ApplicationAnswer {
  /** Paid: the application exists, and this is how it began. */
  record Created(Subscription subscription) implements ApplicationAnswer {}

  /** The payment was declined; nothing is charged. */
  record Declined(Subscription subscription) implements ApplicationAnswer {}

  /** Given up because the payment's answer was missing; nothing stays charged. */
  record InDoubt(Subscription subscription) implements ApplicationAnswer {}

  /** Refused before anything was written or charged, because payment is in trouble or full. */
  record PaymentUnavailable(Duration retryAfter) implements ApplicationAnswer {}

  /** There is no such product. */
  record ProductUnknown(String productName) implements ApplicationAnswer {}

  /** The key belongs to an earlier request that said something else. */
  record KeyReused() implements ApplicationAnswer {}

  /** The earlier request of that key is still not answered after a good while. */
  record UnderWay() implements ApplicationAnswer {}

  /** The payment's answer could not be stored: what became of the application shows later. */
  record OutcomeUnknown(long subscriptionId) implements ApplicationAnswer {}
}
