package insurancecontract.subscription.adapter.payment;

/** Discovery lists no reachable instance of payment. */
final class NoInstance extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoInstance() {
    super("no reachable instance of payment", null, false, false);
  }
}
