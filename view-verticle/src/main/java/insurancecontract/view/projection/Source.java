package insurancecontract.view.projection;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.PaymentEvent;
import insurancecontract.contracts.SubscriptionEvent;
import java.util.Locale;

/** The service that published a fact. Versions are compared within one source only. */
public enum Source {
  /** The application itself. */
  SUBSCRIPTION,
  /** The payment of its first premium. */
  PAYMENT,
  /** Its case at the underwriting desk. */
  UNDERWRITING;

  /** The source of an event. */
  static Source of(Event event) {
    if (event instanceof SubscriptionEvent) return SUBSCRIPTION;
    return event instanceof PaymentEvent ? PAYMENT : UNDERWRITING;
  }

  /** The stored and published name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The source of a stored name. */
  public static Source labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
