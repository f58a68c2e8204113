package insurancecontract.subscription.adapter.payment;

import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.subscription.application.Payments.Answer;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;

/** The payment call in the published language, whichever way it travels. */
public final class PaymentQuestion {
  private PaymentQuestion() {}

  /** What is asked for an application. */
  public static Charge of(Subscription subscription) {
    Product product = subscription.product();
    return new Charge(
        subscription.id(), subscription.customerId(), product.premium(), product.currency());
  }

  /**
   * What the reply says.
   *
   * @throws IllegalStateException when it says neither yes nor no
   */
  public static Answer answer(Charged charged) {
    String status = String.valueOf(charged.paymentStatus());
    return switch (status) {
      case "APPROVED" -> new Answer.Approved(charged.paymentId());
      case "DECLINED" -> new Answer.Declined(charged.reason());
      default -> throw new IllegalStateException("payment answered with the status " + status);
    };
  }
}
