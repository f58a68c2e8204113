package insurancecontract.subscription.adapter.payment;

/** Discovery knows no instance of payment that can be reached. */
final class NoPayment extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoPayment() {
    super("no instance of payment can be reached", null, false, false);
  }
}
