package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Where premiums are charged. */
public interface Payments {
  /**
   * A turn to ask for one payment, or none at once when payment is known to be in trouble or has
   * enough to do. Whoever gets a turn uses it or gives it back.
   */
  Optional<Turn> tryEnter();

  /** When it is worth trying again after there was no turn. */
  Duration retryAfter();

  /** The right to ask once. */
  interface Turn {
    /**
     * Charges the application's premium; asking again for the same application charges nothing
     * more. A failure says nothing about whether it was charged.
     */
    Future<Answer> charge(Subscription subscription, String traceparent);

    /** Gives the turn back unused. */
    void giveBack();
  }

  /** What payment says. */
  sealed interface Answer {
    /** The premium is charged. */
    record Approved(long paymentId) implements Answer {}

    /** Nothing is charged, for the given reason. */
    record Declined(String reason) implements Answer {}
  }
}
