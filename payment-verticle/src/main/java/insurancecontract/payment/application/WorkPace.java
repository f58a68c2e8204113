package insurancecontract.payment.application;

import java.time.Duration;

/**
 * How fast and how often the provider is asked.
 *
 * @param chargesMax charges under way at once
 * @param resumedMax resumed charges, and refunds, under way at once, each
 * @param lease how long a taken-up payment is left alone by everyone else; longer than any call
 * @param retryMin the pause after the first failure; it doubles with each further one
 * @param retryMax the longest pause
 * @param refundAttemptsMax failures after which a refund waits for a person
 * @param decisionsMax how often commands are decided anew because somebody else was faster
 */
public record WorkPace(
    int chargesMax,
    int resumedMax,
    Duration lease,
    Duration retryMin,
    Duration retryMax,
    int refundAttemptsMax,
    int decisionsMax) {

  /** The pause after so many failures. */
  public Duration pauseAfter(int failures) {
    // Thirty doublings exceed every bound that a setting allows, and do not overflow.
    long doubled = retryMin.toMillis() << Math.min(30, Math.max(0, failures - 1));
    return Duration.ofMillis(Math.min(retryMax.toMillis(), doubled));
  }
}
