package insurancecontract.chassis.decision;

/** Another process changed the same aggregate first: nothing was stored, deciding again helps. */
public final class StaleState extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which aggregate. */
  public StaleState(String aggregate) {
    super(aggregate + " was changed by another process", null, false, false);
  }
}
