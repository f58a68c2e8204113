package insurancecontract.embedded;

/** An embedded server could not do what was asked; the message says in one line what and why. */
public final class EmbeddedFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedFailure(String message) {
    super(message);
  }

  EmbeddedFailure(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
