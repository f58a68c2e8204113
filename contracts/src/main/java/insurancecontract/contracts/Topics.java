package insurancecontract.contracts;

import java.util.List;

/** The Kafka topics of the published language, one per announcing service. */
public final class Topics {
  /** Carries every {@link SubscriptionEvent}. */
  public static final String SUBSCRIPTION_EVENTS = "subscription-events";

  /** Carries every {@link PaymentEvent}. */
  public static final String PAYMENT_EVENTS = "payment-events";

  /** Carries every {@link UnderwritingEvent}. */
  public static final String UNDERWRITING_EVENTS = "underwriting-events";

  /** All of them. */
  public static final List<String> ALL =
      List.of(SUBSCRIPTION_EVENTS, PAYMENT_EVENTS, UNDERWRITING_EVENTS);

  private Topics() {}
}
