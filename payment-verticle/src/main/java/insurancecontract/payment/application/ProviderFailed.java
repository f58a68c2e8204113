package insurancecontract.payment.application;

/** The provider did not answer: it is unknown whether the money moved. */
public final class ProviderFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Carries the cause, which operators see. */
  public ProviderFailed(String message) {
    super(message, null, false, false);
  }
}
