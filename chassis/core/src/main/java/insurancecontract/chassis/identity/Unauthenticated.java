package insurancecontract.chassis.identity;

/** A token that is not valid: malformed, forged, expired, or from another issuer. */
public final class Unauthenticated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why, in words for the caller. */
  public Unauthenticated(String reason) {
    super(reason, null, false, false);
  }
}
