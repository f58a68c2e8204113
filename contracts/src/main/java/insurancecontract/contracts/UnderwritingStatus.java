package insurancecontract.contracts;

/** Where a case stands. Constants are published: they are stored and sent by name. */
public enum UnderwritingStatus {
  /** No underwriter has had room for it yet. */
  WAITING,
  /** On an underwriter's desk; the only status that takes up room. */
  ASSIGNED,
  /** The risk is accepted. */
  APPROVED,
  /** The risk is not accepted. */
  REFUSED,
  /** The application was cancelled: any decision is void. Final. */
  CLOSED
}
