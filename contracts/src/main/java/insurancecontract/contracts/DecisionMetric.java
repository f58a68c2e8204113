package insurancecontract.contracts;

/**
 * The counter of the decisions about applications, as dashboards and the operator's page read it.
 */
public final class DecisionMetric {
  /** The meter; Prometheus calls it {@code subscription_decisions_total}. */
  public static final String NAME = "subscription.decisions";

  /** Tag: what was decided about. */
  public static final String COMMAND = "command";

  /** Value of {@link #COMMAND}: a premium is charged. Accepted, it makes an application. */
  public static final String CONFIRM_PAYMENT = "ConfirmPayment";

  /** Tag: how it was decided; one of the values below or a refusal's code. */
  public static final String OUTCOME = "outcome";

  /** Value of {@link #OUTCOME}: the command had an effect. */
  public static final String ACCEPTED = "ACCEPTED";

  /** Value of {@link #OUTCOME}: a no-op. */
  public static final String UNCHANGED = "NO_NEWS";

  private DecisionMetric() {}
}
