package insurancecontract.subscription.adapter.payment;

/** The instance has received the call and rejected it, so repeating the call is pointless. */
final class RejectedCall extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RejectedCall(String answer) {
    super("payment answered with " + answer, null, false, false);
  }
}
