package insurancecontract.contracts;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toUnmodifiableMap;

import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCancelled;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionWithdrawn;
import insurancecontract.contracts.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingClosed;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRegistered;
import java.util.Map;
import java.util.Optional;

/**
 * The type of each event on the wire (CloudEvents {@code type}). Names are published: a class may
 * be renamed, its name here stays.
 */
public final class EventTypes {
  private static final Map<Class<? extends Event>, String> NAMES =
      Map.ofEntries(
          entry(SubscriptionCreated.class, "SubscriptionCreated"),
          entry(SubscriptionAbandoned.class, "SubscriptionAbandoned"),
          entry(UnderwriterConfirmed.class, "UnderwriterConfirmed"),
          entry(CancelRequested.class, "CancelRequested"),
          entry(SubscriptionCancelled.class, "SubscriptionCancelled"),
          entry(SubscriptionContracted.class, "SubscriptionContracted"),
          entry(SubscriptionRefused.class, "SubscriptionRefused"),
          entry(WithdrawalRequested.class, "WithdrawalRequested"),
          entry(SubscriptionWithdrawn.class, "SubscriptionWithdrawn"),
          entry(PaymentApproved.class, "PaymentApproved"),
          entry(PaymentDeclined.class, "PaymentDeclined"),
          entry(PaymentCancelled.class, "PaymentCancelled"),
          entry(UnderwritingRegistered.class, "UnderwritingRegistered"),
          entry(UnderwriterAssigned.class, "UnderwriterAssigned"),
          entry(UnderwritingApproved.class, "UnderwritingApproved"),
          entry(UnderwritingRefused.class, "UnderwritingRefused"),
          entry(UnderwritingClosed.class, "UnderwritingClosed"));

  private static final Map<String, Class<? extends Event>> CLASSES =
      NAMES.entrySet().stream().collect(toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventTypes() {}

  /** The type of an event of this class. */
  public static String of(Class<? extends Event> event) {
    String name = NAMES.get(event);
    if (name == null) throw new IllegalArgumentException("no event type for " + event);
    return name;
  }

  /** The class of this type; empty for one that a newer version publishes. */
  public static Optional<Class<? extends Event>> named(String type) {
    return Optional.ofNullable(CLASSES.get(type));
  }
}
