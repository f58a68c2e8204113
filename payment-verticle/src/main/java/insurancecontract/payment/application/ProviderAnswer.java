package insurancecontract.payment.application;

/** The provider's answer to a charge. */
public sealed interface ProviderAnswer {
  /** The amount is charged. */
  record Approved() implements ProviderAnswer {}

  /** Nothing is charged, for this reason. */
  record Declined(String reason) implements ProviderAnswer {}
}
