package insurancecontract.subscription.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.Reactions;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.CoolingOff;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The underwriting desk's events: proposals, which the service accepts or ignores. */
public final class UnderwritingEventsListener implements EventHandler {
  private final SubscriptionService service;
  private final Reactions<Event, SubscriptionCommand> reactions;

  /**
   * Sends its commands to this service.
   *
   * @param coolingOff the time for withdrawing from a contract concluded now
   */
  public UnderwritingEventsListener(
      SubscriptionService service, InstantSource clock, Supplier<CoolingOff> coolingOff) {
    this.service = service;
    this.reactions =
        new Reactions<Event, SubscriptionCommand>(EventTypes::of)
            .on(
                UnderwriterAssigned.class,
                e ->
                    new ConfirmUnderwriter(e.subscriptionId(), e.underwritingId(), clock.instant()))
            .on(
                UnderwritingApproved.class,
                e ->
                    new Contract(
                        e.subscriptionId(), e.underwritingId(), coolingOff.get(), clock.instant()))
            .on(
                UnderwritingRefused.class,
                e ->
                    new Refuse(
                        e.subscriptionId(), e.underwritingId(), e.reason(), clock.instant()));
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    return service.handle(reactions.to(batch)).mapEmpty();
  }
}
