package insurancecontract.payment.application;

/** As many charges are under way as may be; this one was refused before anything was written. */
public final class TooManyCharges extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the bound. */
  public TooManyCharges(int inFlightMax) {
    super(inFlightMax + " charges are under way", null, false, false);
  }
}
