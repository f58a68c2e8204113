package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment;

/**
 * How a charge went, as its asker is told.
 *
 * @param approved whether the premium is charged and is to stay charged
 * @param reason why not, else null
 * @param repeated whether it had been asked for before
 */
public record ChargeAnswer(
    long subscriptionId, long paymentId, boolean approved, String reason, boolean repeated) {

  static ChargeAnswer of(Payment payment, boolean repeated) {
    return switch (payment.status()) {
      case APPROVED -> answer(payment, true, null, repeated);
      case DECLINED -> answer(payment, false, payment.reason(), repeated);
      // Whatever the provider said, the money is on its way back or never left.
      case CANCELLING, CANCELLED -> answer(payment, false, "CANCELLED", repeated);
      case VOID -> answer(payment, false, "VOID", repeated);
      case ABSENT, REQUESTED ->
          throw new IllegalStateException("No answer yet, the payment is " + payment.status());
    };
  }

  private static ChargeAnswer answer(
      Payment payment, boolean approved, String reason, boolean repeated) {
    return new ChargeAnswer(
        payment.subscriptionId(), payment.paymentId(), approved, reason, repeated);
  }

  ChargeAnswer again() {
    return new ChargeAnswer(subscriptionId, paymentId, approved, reason, true);
  }
}
