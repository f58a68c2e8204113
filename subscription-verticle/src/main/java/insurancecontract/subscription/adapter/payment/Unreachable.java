package insurancecontract.subscription.adapter.payment;

/** The instance could not be reached, so it has certainly not received the call. */
final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unreachable(Throwable cause) {
    super(cause.getMessage(), cause, false, false);
  }
}
