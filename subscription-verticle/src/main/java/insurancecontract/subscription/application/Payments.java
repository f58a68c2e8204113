package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Where premiums are charged. */
public interface Payments {
  /**
   * A permit to charge one premium; empty at once while payment is failing or overloaded. Each
   * permit must be used or released.
   */
  Optional<Permit> tryAcquire();

  /** How long to wait before trying again when there was no permit. */
  Duration retryAfter();

  /** The right to charge once. */
  interface Permit {
    /**
     * Charges the application's premium; repeating it for the same application charges nothing
     * more. After a failure it is unknown whether the premium was charged.
     */
    Future<Answer> charge(Subscription.PendingPayment subscription, String traceparent);

    /** Gives up the permit unused. */
    void release();
  }

  /** Payment's answer. */
  sealed interface Answer {
    /** The premium is charged. */
    record Approved(long paymentId) implements Answer {}

    /** Nothing is charged, for the given reason. */
    record Declined(String reason) implements Answer {}
  }
}
