package insurancecontract.subscription.adapter.payment;

/** The instance could not be reached, so it has not heard the question. */
final class NotReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReached(Throwable cause) {
    super(cause.getMessage(), cause, false, false);
  }
}
