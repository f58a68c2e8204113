package insurancecontract.contracts;

/**
 * What may happen to the payment of a first premium; {@code paymentStatus} is the status after it.
 */
public sealed interface PaymentEvent extends Event {
  /** The payment that the fact is about. */
  long paymentId();

  /** The status after the fact. */
  String paymentStatus();

  /** The premium is charged. */
  record PaymentApproved(
      long subscriptionId,
      long version,
      long paymentId,
      String paymentStatus,
      long amount,
      String currency)
      implements PaymentEvent {}

  /** The provider will not charge; nothing is. */
  record PaymentDeclined(
      long subscriptionId,
      long version,
      long paymentId,
      String paymentStatus,
      long amount,
      String currency,
      String reason)
      implements PaymentEvent {}

  /** Nothing is charged any more: the premium went back. */
  record PaymentCancelled(
      long subscriptionId,
      long version,
      long paymentId,
      String paymentStatus,
      long amount,
      String currency,
      String reason)
      implements PaymentEvent {}
}
