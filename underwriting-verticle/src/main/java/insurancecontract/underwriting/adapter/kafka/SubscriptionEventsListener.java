package insurancecontract.underwriting.adapter.kafka;

import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseCommand.Close;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens and closes cases as applications are paid and cancelled, a whole batch in one transaction.
 * A repeated event is a no-op: an application has one case, and a closed case stays closed.
 */
public final class SubscriptionEventsListener implements EventHandler {
  private final UnderwritingService service;
  private final InstantSource clock;

  /** Sends the commands to this service. */
  public SubscriptionEventsListener(UnderwritingService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    Instant now = clock.instant();
    List<Traced<CaseCommand>> commands =
        batch.stream().flatMap(event -> traced(event, now)).toList();
    return service.handle(commands).mapEmpty();
  }

  private static Stream<Traced<CaseCommand>> traced(InboundEvent event, Instant now) {
    return command(event, now).stream().map(command -> new Traced<>(command, event.traceparent()));
  }

  private static Optional<CaseCommand> command(InboundEvent event, Instant now) {
    return switch (event.type()) {
      case "SubscriptionCreated" -> Optional.of(register(event.as(SubscriptionCreated.class), now));
      case "CancelRequested" ->
          Optional.of(new Close(event.as(CancelRequested.class).subscriptionId(), now));
      default -> Optional.empty();
    };
  }

  private static CaseCommand register(SubscriptionCreated created, Instant now) {
    Application application =
        new Application(
            created.customerId(),
            created.productName(),
            created.premium(),
            created.currency(),
            created.paymentId());
    return new Register(created.subscriptionId(), application, now);
  }
}
