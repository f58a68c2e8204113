package insurancecontract.payment.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.payment.application.PaymentService;
import insurancecontract.payment.application.Traced;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns what happened to subscriptions into refunds, a whole batch in one transaction. A repeat or
 * a stale event changes nothing: a payment that is on its way back goes nowhere else.
 */
public final class SubscriptionEventsListener implements EventHandler {
  private final PaymentService service;
  private final InstantSource clock;

  /** Passes on to this service. */
  public SubscriptionEventsListener(PaymentService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    Instant now = clock.instant();
    List<Traced<PaymentCommand>> commands =
        batch.stream().flatMap(event -> traced(event, now)).toList();
    return service.handle(commands).mapEmpty();
  }

  private static Stream<Traced<PaymentCommand>> traced(InboundEvent event, Instant now) {
    return command(event, now).stream().map(command -> new Traced<>(command, event.traceparent()));
  }

  private static Optional<PaymentCommand> command(InboundEvent event, Instant now) {
    return switch (event.type()) {
      case "SubscriptionAbandoned" -> Optional.of(abandon(event, now));
      case "CancelRequested" ->
          Optional.of(
              new Refund(
                  event.as(CancelRequested.class).subscriptionId(), "CANCEL_REQUESTED", now));
      case "SubscriptionRefused" ->
          Optional.of(
              new Refund(
                  event.as(SubscriptionRefused.class).subscriptionId(),
                  "SUBSCRIPTION_REFUSED",
                  now));
      case "WithdrawalRequested" ->
          Optional.of(
              new Refund(
                  event.as(WithdrawalRequested.class).subscriptionId(),
                  "WITHDRAWAL_REQUESTED",
                  now));
      default -> Optional.empty();
    };
  }

  private static PaymentCommand abandon(InboundEvent event, Instant now) {
    SubscriptionAbandoned abandoned = event.as(SubscriptionAbandoned.class);
    return new Abandon(
        abandoned.subscriptionId(),
        terms(abandoned),
        abandoned.reason() == null ? "SUBSCRIPTION_ABANDONED" : abandoned.reason(),
        now);
  }

  /** A tombstone must be set even for an application that could never have been charged. */
  private static Terms terms(SubscriptionAbandoned abandoned) {
    boolean chargeable =
        abandoned.customerId() != null && abandoned.currency() != null && abandoned.premium() > 0;
    return chargeable
        ? new Terms(abandoned.customerId(), abandoned.premium(), abandoned.currency())
        : null;
  }
}
