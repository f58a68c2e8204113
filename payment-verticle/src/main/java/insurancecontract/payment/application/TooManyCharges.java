package insurancecontract.payment.application;

/** The limit of charges in flight is reached; this one was refused before anything was stored. */
public final class TooManyCharges extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the limit. */
  public TooManyCharges(int inFlightMax) {
    super(inFlightMax + " charges are in flight", null, false, false);
  }
}
