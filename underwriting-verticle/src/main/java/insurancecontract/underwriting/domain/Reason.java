package insurancecontract.underwriting.domain;

/** Why the desk refuses a command. */
public enum Reason {
  /** There is no such case, or none that the asker may know of. */
  CASE_NOT_FOUND,
  /** Nobody has the case on the desk yet. */
  NOT_ASSIGNED,
  /** A decision is final. */
  ALREADY_DECIDED,
  /** The application was cancelled. */
  CASE_CLOSED,
  /** There is no such underwriter. */
  UNKNOWN_UNDERWRITER,
  /** The underwriter has as many open cases as may be. */
  NO_ROOM
}
