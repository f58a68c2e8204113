package insurancecontract.chassis;

/**
 * Something this depends on is unavailable for now; the same work may succeed when it is retried.
 */
public final class TransientFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what failed, and why. */
  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
