package insurancecontract.launch;

import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.gateway.GatewayVerticle;
import insurancecontract.payment.PaymentVerticle;
import insurancecontract.subscription.SubscriptionVerticle;
import insurancecontract.underwriting.UnderwritingVerticle;
import insurancecontract.view.ViewVerticle;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.Function;

/** The services by name. */
public final class Services {
  public static final String SUBSCRIPTION = "subscription";
  public static final String PAYMENT = "payment";
  public static final String UNDERWRITING = "underwriting";
  public static final String VIEW = "view";
  public static final String GATEWAY = GatewayVerticle.NAME;

  /** Those with a database of their own; each has a database and a role of its name. */
  public static final List<String> WITH_DATABASE =
      List.of(SUBSCRIPTION, PAYMENT, UNDERWRITING, VIEW);

  /** All of them. The gateway opens last and closes first. */
  public static final List<String> ALL =
      List.of(SUBSCRIPTION, PAYMENT, UNDERWRITING, VIEW, GATEWAY);

  private Services() {}

  /** How to make the verticle of a service. */
  public static Function<SettingsSource, Deployable> verticle(String name) {
    return switch (name) {
      case SUBSCRIPTION -> SubscriptionVerticle::new;
      case PAYMENT -> PaymentVerticle::new;
      case UNDERWRITING -> UnderwritingVerticle::new;
      case VIEW -> ViewVerticle::new;
      case GatewayVerticle.NAME -> GatewayVerticle::new;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
