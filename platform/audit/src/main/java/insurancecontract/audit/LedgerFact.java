package insurancecontract.audit;

/**
 * What the payment provider's own books say about one key, the subscription id.
 *
 * @param charges how often it took the money
 * @param refunds how often it gave it back
 * @param amount what was asked for; null for a key that was barred before
 */
public record LedgerFact(
    long subscriptionId, int charges, int refunds, Long amount, String currency) {
  /** Whether the provider has the customer's money now. */
  boolean holdsMoney() {
    return charges > refunds;
  }

  @Override
  public String toString() {
    return "the provider charged " + charges + " times and refunded " + refunds + " times";
  }
}
