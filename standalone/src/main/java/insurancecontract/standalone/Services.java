package insurancecontract.standalone;

import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.payment.PaymentVerticle;
import insurancecontract.subscription.SubscriptionVerticle;
import insurancecontract.underwriting.UnderwritingVerticle;
import insurancecontract.view.ViewVerticle;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.Function;

/** The services by name; the gateway is not among them: it opens last and closes first. */
final class Services {
  static final String SUBSCRIPTION = "subscription";
  static final String PAYMENT = "payment";
  static final String UNDERWRITING = "underwriting";
  static final String VIEW = "view";

  /** Those with a database of their own; each has a database and a role of its name. */
  static final List<String> WITH_DATABASE = List.of(SUBSCRIPTION, PAYMENT, UNDERWRITING, VIEW);

  private Services() {}

  /** How to make the verticle of a service. */
  static Function<SettingsSource, Deployable> verticle(String name) {
    return switch (name) {
      case SUBSCRIPTION -> SubscriptionVerticle::new;
      case PAYMENT -> PaymentVerticle::new;
      case UNDERWRITING -> UnderwritingVerticle::new;
      case VIEW -> ViewVerticle::new;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
