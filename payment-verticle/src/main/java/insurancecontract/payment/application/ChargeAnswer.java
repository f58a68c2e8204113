package insurancecontract.payment.application;

import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Approved;
import insurancecontract.payment.domain.Payment.Declined;
import insurancecontract.payment.domain.Payment.Tombstone;
import insurancecontract.payment.domain.Payment.Unpaid;

/**
 * The outcome of a charge, as the caller learns it.
 *
 * @param approved whether the premium is charged and stays charged
 * @param reason why not, else null
 * @param repeated whether the charge had been requested before
 */
public record ChargeAnswer(
    long subscriptionId, long paymentId, boolean approved, String reason, boolean repeated) {

  static ChargeAnswer of(Payment payment, boolean repeated) {
    if (payment instanceof Approved) return answer(payment, true, null, repeated);
    if (payment instanceof Declined s) return answer(payment, false, s.reason(), repeated);
    if (payment instanceof Tombstone)
      return answer(payment, false, PaymentStatus.VOID.name(), repeated);
    // Whatever the provider reported, the money is on its way back or was never taken.
    if (payment instanceof Unpaid)
      return answer(payment, false, PaymentStatus.CANCELLED.name(), repeated);
    throw new IllegalStateException("no outcome yet: " + payment);
  }

  private static ChargeAnswer answer(
      Payment payment, boolean approved, String reason, boolean repeated) {
    return new ChargeAnswer(
        payment.subscriptionId(), payment.paymentId(), approved, reason, repeated);
  }

  ChargeAnswer asRepeated() {
    return new ChargeAnswer(subscriptionId, paymentId, approved, reason, true);
  }
}
