package insurancecontract.payment.domain;

/** Where a payment stands. */
public enum PaymentStatus {
  /** Nothing is recorded yet; never stored and never shown. */
  ABSENT,
  /** Written before the provider is asked: the charge may or may not have happened. */
  REQUESTED,
  /** The premium is charged. */
  APPROVED,
  /** The provider will not charge. */
  DECLINED,
  /**
   * The premium is to go back, or the charge is to be prevented; the provider has not confirmed.
   */
  CANCELLING,
  /** The provider confirmed that nothing is charged any more. */
  CANCELLED,
  /** A tombstone: given up before the charge was ever asked for. A late request must not charge. */
  VOID
}
