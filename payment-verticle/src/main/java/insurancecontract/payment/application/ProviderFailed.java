package insurancecontract.payment.application;

/** The provider gave no answer: whether the money moved is in doubt. */
public final class ProviderFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says how it failed; the text is shown to operators. */
  public ProviderFailed(String message) {
    super(message, null, false, false);
  }
}
