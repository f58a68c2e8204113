package insurancecontract.subscription.domain;

/** Why a command is refused; the names are published as problem codes. */
public enum Reason {
  /** There is no such application, or it is somebody else's, which is not told apart. */
  UNKNOWN_SUBSCRIPTION,
  /** The payment is still under way. */
  PAYMENT_PENDING,
  /** It was never paid, so there is nothing to give back. */
  PAYMENT_FAILED,
  /** An underwriter has it already, so cancelling is over. */
  UNDERWRITING_STARTED,
  /** It has become a contract, so it cannot be cancelled any more. */
  ALREADY_CONTRACTED,
  /** The underwriter refused it, and the premium goes back anyway. */
  ALREADY_REFUSED,
  /** It was cancelled. */
  ALREADY_CANCELLED,
  /** It was withdrawn. */
  ALREADY_WITHDRAWN,
  /** There is no contract yet that could be withdrawn from. */
  NOT_CONTRACTED,
  /** The days for withdrawing are over. */
  WITHDRAWAL_PERIOD_OVER
}
