package insurancecontract.chassis;

/** The queue is full: refused immediately, before any work began. */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which queue is full. */
  public Overloaded(String queue) {
    super("the queue of " + queue + " is full", null, false, false);
  }
}
