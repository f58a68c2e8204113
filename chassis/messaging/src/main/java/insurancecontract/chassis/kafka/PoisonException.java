package insurancecontract.chassis.kafka;

/** An event cannot be applied, however often it is retried. */
public final class PoisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public PoisonException(String reason) {
    super(reason, null, false, false);
  }
}
