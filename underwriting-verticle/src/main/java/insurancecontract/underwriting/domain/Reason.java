package insurancecontract.underwriting.domain;

import insurancecontract.chassis.decision.RefusalCode;

/** Why the desk refuses a command. */
public enum Reason implements RefusalCode {
  /** There is no such case, or the caller may not see it. */
  CASE_NOT_FOUND,
  /** The case still waits for an underwriter. */
  NOT_ASSIGNED,
  /** A decision is final. The argument {@code decision} is the status. */
  ALREADY_DECIDED,
  /** The application was cancelled. */
  CASE_CLOSED,
  /** There is no such underwriter. */
  UNKNOWN_UNDERWRITER,
  /** The underwriter already has as many open cases as allowed. */
  NO_ROOM
}
