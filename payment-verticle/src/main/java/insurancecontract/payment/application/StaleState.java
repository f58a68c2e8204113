package insurancecontract.payment.application;

/** Someone was faster: nothing was stored, and the same work may be tried on what is true now. */
public final class StaleState extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was lost. */
  public StaleState(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
