package insurancecontract.payment.application;

/** The provider will not refund, however often it is asked. */
public final class RefundRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The provider's reason, shown to operators. */
  public RefundRefused(String reason) {
    super(reason, null, false, false);
  }
}
