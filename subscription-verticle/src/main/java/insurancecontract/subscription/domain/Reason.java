package insurancecontract.subscription.domain;

import insurancecontract.chassis.decision.RefusalCode;

/** Why a command is refused; the names are published as problem codes. */
public enum Reason implements RefusalCode {
  /** There is no such application, or it is another customer's; the answer is the same. */
  UNKNOWN_SUBSCRIPTION,
  /** The payment is still in progress. */
  PAYMENT_PENDING,
  /** It was never paid, so there is nothing to give back. */
  PAYMENT_FAILED,
  /** An underwriter has the case, so it can no longer be cancelled. */
  UNDERWRITING_STARTED,
  /** It has become a contract, so it can no longer be cancelled. */
  ALREADY_CONTRACTED,
  /** The underwriter refused it, and the premium goes back anyway. */
  ALREADY_REFUSED,
  /** It was cancelled. */
  ALREADY_CANCELLED,
  /** It was withdrawn from. */
  ALREADY_WITHDRAWN,
  /** There is no contract to withdraw from yet. */
  NOT_CONTRACTED,
  /** The cooling-off days are over. */
  WITHDRAWAL_PERIOD_OVER
}
