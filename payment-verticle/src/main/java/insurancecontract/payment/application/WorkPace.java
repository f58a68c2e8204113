package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Requested;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast and how often the provider is called.
 *
 * @param chargesMax charges in flight
 * @param resumedMax resumed charges, and refunds, in flight, each
 * @param lease how long a claimed payment is reserved to its process; longer than any call
 * @param retryMin the pause after the first failure; it doubles with each further one
 * @param retryMax the longest pause
 * @param refundAttemptsMax failures after which a refund is parked
 * @param decisionsMax how often commands are decided while other processes are faster
 */
public record WorkPace(
    int chargesMax,
    int resumedMax,
    Duration lease,
    Duration retryMin,
    Duration retryMax,
    int refundAttemptsMax,
    int decisionsMax) {

  /** When a payment that has just changed is next to be worked on; empty when nothing is left. */
  public Optional<Instant> dueAt(Payment after) {
    // The process that stored the request is calling; only after the lease is it presumed dead.
    if (after instanceof Requested s) return Optional.of(s.header().updatedAt().plus(lease));
    if (after instanceof Cancelling s) return Optional.of(s.header().updatedAt());
    return Optional.empty();
  }

  /** The pause after so many failures. */
  public Duration pauseAfter(int failures) {
    // Thirty doublings exceed every limit that a setting allows, and do not overflow.
    long doubled = retryMin.toMillis() << Math.min(30, Math.max(0, failures - 1));
    return Duration.ofMillis(Math.min(retryMax.toMillis(), doubled));
  }
}
