package insurancecontract.payment.application;

/** The provider has no statement that can be read. */
public final class NoStatement extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A provider without a statement. */
  public NoStatement() {
    super("the provider has no statement");
  }
}
