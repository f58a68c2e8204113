package insurancecontract.contracts;

/** The roles of people, as tokens name them. */
public final class Roles {
  /** Applies, cancels and withdraws; sees the own applications only. */
  public static final String CUSTOMER = "customer";

  /** Decides the cases on the own desk. */
  public static final String UNDERWRITER = "underwriter";

  /** Sees all, reassigns cases, decides any case, sets capacities. */
  public static final String SUPERVISOR = "supervisor";

  /** Runs the platform: sees all, retries and settles what is parked. */
  public static final String OPERATOR = "operator";

  private Roles() {}
}
