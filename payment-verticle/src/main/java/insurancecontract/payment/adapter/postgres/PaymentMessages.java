package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.Topics;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Approved;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Declined;
import insurancecontract.payment.domain.PaymentEvent;
import java.util.List;
import java.util.Optional;

/** What payment publishes: approval, decline and the end of a refund. */
public final class PaymentMessages {
  private PaymentMessages() {}

  /** The messages of these events, in order. */
  public static List<OutboxMessage> of(List<Recorded<Payment, PaymentEvent>> events) {
    return events.stream().map(PaymentMessages::of).flatMap(Optional::stream).toList();
  }

  /** The message of an event; empty for payment's internal ones. */
  static Optional<OutboxMessage> of(Recorded<Payment, PaymentEvent> recorded) {
    return published(recorded.after()).map(event -> message(event, recorded));
  }

  /** Each of these states is entered by exactly one event, which is the published one. */
  private static Optional<Event> published(Payment after) {
    if (after instanceof Approved s) return Optional.of(approved(s));
    if (after instanceof Declined s) return Optional.of(declined(s));
    if (after instanceof Cancelled s) return Optional.of(cancelled(s));
    return Optional.empty();
  }

  private static Event approved(Approved after) {
    return new PaymentApproved(
        after.subscriptionId(),
        after.version(),
        after.paymentId(),
        after.status().name(),
        after.terms().amount(),
        after.terms().currency());
  }

  private static Event declined(Declined after) {
    return new PaymentDeclined(
        after.subscriptionId(),
        after.version(),
        after.paymentId(),
        after.status().name(),
        after.terms().amount(),
        after.terms().currency(),
        after.reason());
  }

  private static Event cancelled(Cancelled after) {
    return new PaymentCancelled(
        after.subscriptionId(),
        after.version(),
        after.paymentId(),
        after.status().name(),
        after.terms().amount(),
        after.terms().currency(),
        after.reason());
  }

  private static OutboxMessage message(Event event, Recorded<Payment, PaymentEvent> recorded) {
    return new OutboxMessage(
        Topics.PAYMENT_EVENTS,
        event.subscriptionId(),
        EventTypes.of(event.getClass()),
        event.version(),
        recorded.event().at(),
        Json.object(event),
        recorded.traceparent());
  }
}
