package insurancecontract.view.projection;

/**
 * What is known of the payment; null means not known yet.
 *
 * @param version of the newest payment fact, 0 before the first; the status belongs to it
 * @param reason why it was declined or refunded; a payment is never both
 */
public record PaymentPart(long version, String status, Long paymentId, String reason) {
  /** Nothing is known. */
  static final PaymentPart UNHEARD = new PaymentPart(0, null, null, null);

  /** The subscription also names its payment; the status comes from payment alone. */
  static PaymentPart named(long paymentId) {
    return new PaymentPart(0, null, paymentId, null);
  }

  /** The status follows the version; a subscription has one payment, so its id never changes. */
  PaymentPart merge(PaymentPart other) {
    PaymentPart newer = other.version > version ? other : this;
    return new PaymentPart(
        newer.version,
        newer.status,
        ViewRow.known(paymentId, other.paymentId),
        ViewRow.known(reason, other.reason));
  }
}
