package insurancecontract.contracts;

/** Where an application stands. Constants are published: they are stored and sent by name. */
public enum SubscriptionStatus {
  /** Recorded, the payment is not answered yet; not an application to anyone else. */
  PENDING_PAYMENT,
  /** The first premium is paid: from here on the application exists. */
  PAID,
  /** An underwriter has it; cancelling is over. */
  UNDERWRITING,
  /** The contract is concluded; it may be withdrawn from for some days. */
  CONTRACTED,
  /** The underwriter refused; the premium goes back. Final. */
  REFUSED,
  /** The customer cancelled in time; the premium is on its way back. */
  CANCEL_REQUESTED,
  /** Cancelled, and the premium is back. Final. */
  CANCELLED,
  /** The customer withdrew in time; the premium is on its way back. */
  WITHDRAW_REQUESTED,
  /** Withdrawn, and the premium is back. Final. */
  WITHDRAWN,
  /** Declined, in doubt or left unanswered: nothing stays charged. Final. */
  PAYMENT_FAILED;

  /** Whether the customer can still cancel; an underwriter who has it ends that. */
  public boolean isCancellable() {
    return this == PAID;
  }
}
