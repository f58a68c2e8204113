package insurancecontract.contracts;

/** Where a payment stands. Constants are published: they are stored and sent by name. */
public enum PaymentStatus {
  /** Written before the provider is asked: the charge may or may not have happened. */
  REQUESTED,
  /** The premium is charged. */
  APPROVED,
  /** The provider will not charge. Final. */
  DECLINED,
  /**
   * The premium is to go back, or the charge is to be prevented; the provider has not confirmed.
   */
  CANCELLING,
  /** The provider confirmed that nothing is charged any more. Final. */
  CANCELLED,
  /** A tombstone: abandoned before the charge was requested. A late request must not charge. */
  VOID
}
