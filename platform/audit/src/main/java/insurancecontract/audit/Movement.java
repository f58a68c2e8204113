package insurancecontract.audit;

import java.time.Instant;

/** Money that the payment provider moved, as its own statement has it. */
public record Movement(Type type, long amount, String currency, Instant at) {
  /** Which way the money went. */
  public enum Type {
    /** From the customer. */
    CHARGE,
    /** Back to the customer. */
    REFUND
  }

  boolean isOf(PaymentFact payment) {
    return Long.valueOf(amount).equals(payment.amount()) && currency.equals(payment.currency());
  }

  boolean isOf(Movement other) {
    return amount == other.amount && currency.equals(other.currency);
  }

  @Override
  public String toString() {
    return "%s of %d %s at %s"
        .formatted(type == Type.CHARGE ? "charge" : "refund", amount, currency, at);
  }
}
