package insurancecontract.underwriting.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.Reactions;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseCommand.Close;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * Opens and closes cases as applications are paid and cancelled, a whole batch in one transaction.
 * A repeated event is a no-op: an application has one case, and a closed case stays closed.
 */
public final class SubscriptionEventsListener implements EventHandler {
  private final UnderwritingService service;
  private final InstantSource clock;

  private final Reactions<Event, CaseCommand> reactions =
      new Reactions<Event, CaseCommand>(EventTypes::of)
          .on(SubscriptionCreated.class, this::register)
          .on(CancelRequested.class, this::close);

  /** Sends its commands to this service. */
  public SubscriptionEventsListener(UnderwritingService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    return service.handle(reactions.to(batch)).mapEmpty();
  }

  private CaseCommand register(SubscriptionCreated created) {
    Application application =
        new Application(
            created.customerId(),
            created.productName(),
            created.premium(),
            created.currency(),
            created.paymentId());
    return new Register(created.subscriptionId(), application, clock.instant());
  }

  private CaseCommand close(CancelRequested requested) {
    return new Close(requested.subscriptionId(), clock.instant());
  }
}
