package insurancecontract.payment.application;

/** The provider will never refund this charge; retrying is pointless. */
public final class RefundRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Carries the provider's reason, which operators see. */
  public RefundRefused(String reason) {
    super(reason, null, false, false);
  }
}
