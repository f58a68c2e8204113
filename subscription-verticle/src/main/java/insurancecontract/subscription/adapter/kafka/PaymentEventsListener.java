package insurancecontract.subscription.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What became of payments. An approval and a decline say the same as the answer of the payment
 * call, so whichever comes first counts, and the other is no news.
 */
public final class PaymentEventsListener implements EventHandler {
  private final SubscriptionService service;
  private final InstantSource clock;

  /** Passes on to this service. */
  public PaymentEventsListener(SubscriptionService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    Instant now = clock.instant();
    return service.handle(Commands.of(batch, event -> command(event, now))).mapEmpty();
  }

  private static Optional<SubscriptionCommand> command(InboundEvent event, Instant now) {
    return switch (event.type()) {
      case "PaymentApproved" -> Optional.of(approved(event.as(PaymentApproved.class), now));
      case "PaymentDeclined" -> Optional.of(declined(event.as(PaymentDeclined.class), now));
      case "PaymentCancelled" ->
          Optional.of(new ConfirmRefund(event.as(PaymentCancelled.class).subscriptionId(), now));
      default -> Optional.empty();
    };
  }

  private static SubscriptionCommand approved(PaymentApproved fact, Instant now) {
    return new ConfirmPayment(fact.subscriptionId(), fact.paymentId(), now);
  }

  private static SubscriptionCommand declined(PaymentDeclined fact, Instant now) {
    return new Abandon(fact.subscriptionId(), PaymentFailure.PAYMENT_DECLINED, fact.reason(), now);
  }
}
