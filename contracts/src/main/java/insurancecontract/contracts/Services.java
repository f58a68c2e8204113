package insurancecontract.contracts;

import java.util.List;

/** The services' names: in discovery, as consumer group, as tag of metrics, in addresses. */
public final class Services {
  /** The arbiter of applications. */
  public static final String SUBSCRIPTION = "subscription";

  /** Charges and refunds. */
  public static final String PAYMENT = "payment";

  /** The underwriting desk. */
  public static final String UNDERWRITING = "underwriting";

  /** The progress view. */
  public static final String VIEW = "view";

  /** The one way in. */
  public static final String GATEWAY = "gateway";

  /** Those with a database of their own; database and role have the service's name. */
  public static final List<String> WITH_DATABASE =
      List.of(SUBSCRIPTION, PAYMENT, UNDERWRITING, VIEW);

  /** All of them; the gateway starts last and stops first. */
  public static final List<String> ALL =
      List.of(SUBSCRIPTION, PAYMENT, UNDERWRITING, VIEW, GATEWAY);

  private Services() {}
}
