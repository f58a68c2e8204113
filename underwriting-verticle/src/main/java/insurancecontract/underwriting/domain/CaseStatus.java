package insurancecontract.underwriting.domain;

/** Where a case stands. */
public enum CaseStatus {
  /** Not there yet: never stored and never shown. */
  ABSENT,
  /** Nobody has had room for it yet. */
  WAITING,
  /** On an underwriter's desk; the only status that takes up room. */
  ASSIGNED,
  /** The risk is accepted. */
  APPROVED,
  /** The risk is not accepted. */
  REFUSED,
  /** The application was cancelled: whatever had been decided is void. */
  CLOSED
}
