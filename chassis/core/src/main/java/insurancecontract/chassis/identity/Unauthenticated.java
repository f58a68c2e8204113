package insurancecontract.chassis.identity;

/** A token that does not count: malformed, forged, expired, or from someone else. */
public final class Unauthenticated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why, in words fit for the caller. */
  public Unauthenticated(String reason) {
    super(reason, null, false, false);
  }
}
