package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.RequestTarget;
import insurancecontract.contracts.Services;
import java.util.Map;
import java.util.Optional;

/** Which service serves which resource. */
final class ServiceRoutes {
  private static final Map<String, String> BY_RESOURCE =
      Map.of(
          "subscriptions", Services.SUBSCRIPTION,
          "products", Services.SUBSCRIPTION,
          "payments", Services.PAYMENT,
          "underwritings", Services.UNDERWRITING,
          "underwriters", Services.UNDERWRITING,
          "subscriptionViews", Services.VIEW);

  private ServiceRoutes() {}

  /** A resource of every service: the service's name is the next segment of the path. */
  private static final String PARKED_ITEMS = "parked";

  /** The service's name in discovery; empty when there is no such resource. */
  static Optional<String> service(RequestTarget target) {
    if (!target.resource().equals(PARKED_ITEMS)) {
      return Optional.ofNullable(BY_RESOURCE.get(target.resource()));
    }
    String[] segments = target.path().split("/", 4);
    return segments.length < 3
        ? Optional.empty()
        : Optional.of(segments[2]).filter(Services.WITH_DATABASE::contains);
  }
}
