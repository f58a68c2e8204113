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

  /** What each service has of its own under the same address, with its name behind that. */
  private static final String OF_EACH = "parked";

  /** The service's name in discovery; empty when there is no such resource. */
  static Optional<String> service(RequestTarget target) {
    if (!target.resource().equals(OF_EACH)) {
      return Optional.ofNullable(SERVICES.get(target.resource()));
    }
    String[] segments = target.path().split("/", 4);
    return segments.length < 3
        ? Optional.empty()
        : Optional.of(segments[2]).filter(SERVICES::containsValue);
  }
}
