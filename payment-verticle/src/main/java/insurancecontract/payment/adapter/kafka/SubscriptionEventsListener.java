package insurancecontract.payment.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.Reactions;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.SubscriptionEvent;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.payment.application.PaymentService;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * Turns the ends of subscriptions into refunds, a whole batch in one transaction. A repeated or
 * stale event is a no-op: a payment that is being refunded, or was, stays as it is.
 */
public final class SubscriptionEventsListener implements EventHandler {
  private final PaymentService service;
  private final InstantSource clock;

  private final Reactions<Event, PaymentCommand> reactions =
      new Reactions<Event, PaymentCommand>(EventTypes::of)
          .on(SubscriptionAbandoned.class, this::abandon)
          .on(CancelRequested.class, event -> refund(event, "CANCEL_REQUESTED"))
          .on(SubscriptionRefused.class, event -> refund(event, "SUBSCRIPTION_REFUSED"))
          .on(WithdrawalRequested.class, event -> refund(event, "WITHDRAWAL_REQUESTED"));

  /** Sends its commands to this service. */
  public SubscriptionEventsListener(PaymentService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    return service.handle(reactions.to(batch)).mapEmpty();
  }

  /** An application that could never have been charged is voided all the same. */
  private PaymentCommand abandon(SubscriptionAbandoned event) {
    String reason = event.reason() == null ? "SUBSCRIPTION_ABANDONED" : event.reason();
    boolean chargeable =
        event.customerId() != null && event.currency() != null && event.premium() > 0;
    if (!chargeable) return refund(event, reason);
    Terms terms = new Terms(event.customerId(), event.premium(), event.currency());
    return new Abandon(event.subscriptionId(), terms, reason, clock.instant());
  }

  private PaymentCommand refund(SubscriptionEvent event, String reason) {
    return new Refund(event.subscriptionId(), reason, clock.instant());
  }
}
