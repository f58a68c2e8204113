package insurancecontract.payment.domain;

import insurancecontract.chassis.decision.RefusalCode;

/** Why a command is refused. Names are published as codes of problems. */
public enum RefusalReason implements RefusalCode {
  /** The charge was requested before, with another customer, amount or currency. */
  AMOUNT_DIFFERS,
  /** The refund does not wait for an operator. */
  NOT_PARKED,
  /** The payment's state does not allow it. */
  NOT_POSSIBLE_NOW
}
