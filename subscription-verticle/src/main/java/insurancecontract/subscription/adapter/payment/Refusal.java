package insurancecontract.subscription.adapter.payment;

/**
 * The instance has heard the question and answered that it gives none; so it need not hear it
 * again.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String answer) {
    super("payment answered with " + answer, null, false, false);
  }
}
