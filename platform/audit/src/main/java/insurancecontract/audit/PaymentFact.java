package insurancecontract.audit;

import java.util.Set;

/**
 * A payment as the payment service has it.
 *
 * @param amount null for a tombstone that was written before the charge was requested
 * @param parked whether its refund waits for a person
 * @param settledByHand whether a person gave the money back outside of the provider
 */
public record PaymentFact(
    long subscriptionId,
    long paymentId,
    long version,
    String status,
    Long amount,
    String currency,
    String reason,
    boolean parked,
    boolean settledByHand) {
  private static final Set<String> CHARGING = Set.of("APPROVED", "CANCELLING", "CANCELLED");

  boolean is(String other) {
    return status.equals(other);
  }

  /** Whether it may have held the customer's money at any time. */
  boolean everCharged() {
    return CHARGING.contains(status);
  }

  String amountInWords() {
    return "payment %d is of %d %s".formatted(paymentId, amount, currency);
  }

  @Override
  public String toString() {
    return "payment " + paymentId + " is " + status;
  }
}
