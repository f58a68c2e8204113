package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.Topics;
import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.application.Changes.Recorded;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent.ChargeApproved;
import insurancecontract.payment.domain.PaymentEvent.ChargeDeclined;
import insurancecontract.payment.domain.PaymentEvent.RefundSettled;
import insurancecontract.payment.domain.PaymentEvent.Refunded;
import java.util.List;
import java.util.Optional;

/** What others are told: approval, decline and the end of a refund. */
public final class PaymentMessages {
  private PaymentMessages() {}

  /** What these changes announce, in order. */
  public static List<OutboxMessage> of(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> change.recorded().stream())
        .map(PaymentMessages::of)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The announcement of an event; empty for what is payment's own business. */
  static Optional<OutboxMessage> of(Recorded recorded) {
    return announcement(recorded).map(event -> message(event, recorded));
  }

  private static Optional<Event> announcement(Recorded recorded) {
    Payment after = recorded.after();
    if (recorded.event() instanceof ChargeApproved) return Optional.of(approved(after));
    if (recorded.event() instanceof ChargeDeclined) return Optional.of(declined(after));
    if (recorded.event() instanceof Refunded) return Optional.of(cancelled(after));
    if (recorded.event() instanceof RefundSettled) return Optional.of(cancelled(after));
    return Optional.empty();
  }

  private static Event approved(Payment after) {
    return new PaymentApproved(
        after.subscriptionId(),
        after.version(),
        after.paymentId(),
        after.status().name(),
        after.terms().amount(),
        after.terms().currency());
  }

  private static Event declined(Payment after) {
    return new PaymentDeclined(
        after.subscriptionId(),
        after.version(),
        after.paymentId(),
        after.status().name(),
        after.terms().amount(),
        after.terms().currency(),
        after.reason());
  }

  private static Event cancelled(Payment after) {
    return new PaymentCancelled(
        after.subscriptionId(),
        after.version(),
        after.paymentId(),
        after.status().name(),
        after.terms().amount(),
        after.terms().currency(),
        after.reason());
  }

  private static OutboxMessage message(Event event, Recorded recorded) {
    return new OutboxMessage(
        Topics.PAYMENT_EVENTS,
        event.subscriptionId(),
        event.getClass().getSimpleName(),
        event.version(),
        recorded.event().at(),
        Json.object(event),
        recorded.traceparent());
  }
}
