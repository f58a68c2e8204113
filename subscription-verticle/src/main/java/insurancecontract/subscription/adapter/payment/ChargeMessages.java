package insurancecontract.subscription.adapter.payment;

import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.subscription.application.Payments.Answer;
import insurancecontract.subscription.domain.Header;
import insurancecontract.subscription.domain.Subscription;

/** Translates the payment call to and from the published language. */
public final class ChargeMessages {
  private ChargeMessages() {}

  /** The request for an application's premium. */
  public static Charge request(Subscription.PendingPayment subscription) {
    Header header = subscription.header();
    return new Charge(
        header.id(), header.customerId(), header.product().premium(), header.product().currency());
  }

  /**
   * The answer in a reply.
   *
   * @throws IllegalArgumentException when it is neither an approval nor a decline
   */
  public static Answer answer(Charged charged) {
    return switch (PaymentStatus.valueOf(charged.paymentStatus())) {
      case APPROVED -> new Answer.Approved(charged.paymentId());
      case DECLINED -> new Answer.Declined(charged.reason());
      case REQUESTED, CANCELLING, CANCELLED, VOID ->
          throw new IllegalArgumentException("payment answered with " + charged.paymentStatus());
    };
  }
}
