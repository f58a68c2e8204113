package insurancecontract.view.query;

/**
 * Whose rows someone may see.
 *
 * @param customerId only this customer's; null for everyone's
 * @param underwriterId only those assigned to this underwriter; null for everyone's
 */
public record Visibility(String customerId, Long underwriterId) {
  /** Every row. */
  public static final Visibility ALL = new Visibility(null, null);

  /** A customer's own. */
  public static Visibility customer(String customerId) {
    return new Visibility(customerId, null);
  }

  /** Those on an underwriter's desk. */
  public static Visibility underwriter(long underwriterId) {
    return new Visibility(null, underwriterId);
  }

  /** Whether the row is among them. */
  public boolean includes(SubscriptionView view) {
    return (customerId == null || customerId.equals(view.customerId()))
        && (underwriterId == null || underwriterId.equals(view.underwriterId()));
  }
}
