package insurancecontract.view.projection;

/**
 * What is known of the payment; null is not heard yet.
 *
 * @param version of the newest payment fact heard, 0 before the first; the status goes with it
 * @param reason why it was declined or went back; a payment is one or the other, never both
 */
public record PaymentPart(long version, String status, Long paymentId, String reason) {
  /** Nothing is known. */
  static final PaymentPart UNHEARD = new PaymentPart(0, null, null, null);

  /** The subscription names its payment too; its status is for payment to say. */
  static PaymentPart named(long paymentId) {
    return new PaymentPart(0, null, paymentId, null);
  }

  /** The status goes by the version; a subscription has one payment, so its id stays. */
  PaymentPart merge(PaymentPart other) {
    PaymentPart newer = other.version > version ? other : this;
    return new PaymentPart(
        newer.version,
        newer.status,
        ViewRow.known(paymentId, other.paymentId),
        ViewRow.known(reason, other.reason));
  }
}
