package insurancecontract.subscription.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.Reactions;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmRefund;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * Payment's events. An approval and a decline repeat the answer of the payment call: the first of
 * the two to arrive counts, the other is a no-op.
 */
public final class PaymentEventsListener implements EventHandler {
  private final SubscriptionService service;
  private final Reactions<Event, SubscriptionCommand> reactions;

  /** Sends its commands to this service. */
  public PaymentEventsListener(SubscriptionService service, InstantSource clock) {
    this.service = service;
    this.reactions =
        new Reactions<Event, SubscriptionCommand>(EventTypes::of)
            .on(
                PaymentApproved.class,
                e -> new ConfirmPayment(e.subscriptionId(), e.paymentId(), clock.instant()))
            .on(
                PaymentDeclined.class,
                e ->
                    new Abandon(
                        e.subscriptionId(),
                        PaymentFailure.PAYMENT_DECLINED,
                        e.reason(),
                        clock.instant()))
            .on(
                PaymentCancelled.class,
                e -> new ConfirmRefund(e.subscriptionId(), clock.instant()));
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    return service.handle(reactions.to(batch)).mapEmpty();
  }
}
