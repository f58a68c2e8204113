package insurancecontract.gateway.proxy;

import java.util.Map;
import java.util.Optional;

/** Which service answers for which resource. */
final class ServiceRoutes {
  private static final Map<String, String> SERVICES =
      Map.of(
          "subscriptions", "subscription",
          "products", "subscription",
          "payments", "payment",
          "underwritings", "underwriting",
          "underwriters", "underwriting",
          "subscriptionViews", "view");

  private ServiceRoutes() {}

  /** The service's name in discovery; empty when there is no such resource. */
  static Optional<String> service(String resource) {
    return Optional.ofNullable(SERVICES.get(resource));
  }
}
