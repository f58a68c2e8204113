package insurancecontract.chassis;

/** A start that cannot succeed; its message is the one line shown to the user. */
public class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and what to do. */
  public StartFailure(String message) {
    super(message);
  }

  /** Says what is wrong and where, naming the address or the key. */
  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
