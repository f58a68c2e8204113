package insurancecontract.chassis;

/** Too much is waiting already: refused at once, before anything was begun. */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which queue is full. */
  public Overloaded(String queue) {
    super("the queue of " + queue + " is full", null, false, false);
  }
}
