package insurancecontract.view.adapter.kafka;

import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.PaymentEvent;
import insurancecontract.contracts.SubscriptionEvent;
import insurancecontract.contracts.Topics;
import insurancecontract.contracts.UnderwritingEvent;
import insurancecontract.view.projection.Fact;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads events of the published language. */
final class Facts {
  private static final Map<String, Map<String, Class<? extends Event>>> TYPES =
      Map.of(
          Topics.SUBSCRIPTION_EVENTS, byName(SubscriptionEvent.class),
          Topics.PAYMENT_EVENTS, byName(PaymentEvent.class),
          Topics.UNDERWRITING_EVENTS, byName(UnderwritingEvent.class));

  private Facts() {}

  private static Map<String, Class<? extends Event>> byName(Class<? extends Event> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .map(type -> type.<Event>asSubclass(Event.class))
        .collect(Collectors.toUnmodifiableMap(EventTypes::of, Function.identity()));
  }

  /**
   * The fact; empty for a type of a later release, which a rebuild by that release will read.
   *
   * @throws RuntimeException when it is of a known type and cannot be read
   */
  static Optional<Fact> read(InboundEvent inbound) {
    Class<? extends Event> type = TYPES.get(inbound.topic()).get(inbound.type());
    if (type == null) return Optional.empty();
    Event event = inbound.as(type);
    if (event.subscriptionId() != inbound.subject()) {
      throw new IllegalArgumentException(
          "the subject is " + inbound.subject() + ", the data says " + event.subscriptionId());
    }
    if (event.version() < 1) {
      throw new IllegalArgumentException("the version is " + event.version());
    }
    return Optional.of(new Fact(event, inbound.time()));
  }
}
