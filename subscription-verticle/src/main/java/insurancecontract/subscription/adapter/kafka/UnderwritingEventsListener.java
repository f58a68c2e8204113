package insurancecontract.subscription.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the underwriting desk proposes; whether it comes to pass is decided here. */
public final class UnderwritingEventsListener implements EventHandler {
  private final SubscriptionService service;
  private final InstantSource clock;
  private final Supplier<Duration> coolingOff;

  /**
   * Passes on to this service.
   *
   * @param coolingOff how long a contract concluded now may be withdrawn from
   */
  public UnderwritingEventsListener(
      SubscriptionService service, InstantSource clock, Supplier<Duration> coolingOff) {
    this.service = service;
    this.clock = clock;
    this.coolingOff = coolingOff;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    Instant now = clock.instant();
    return service.handle(Commands.of(batch, event -> command(event, now))).mapEmpty();
  }

  private Optional<SubscriptionCommand> command(InboundEvent event, Instant now) {
    return switch (event.type()) {
      case "UnderwriterAssigned" -> Optional.of(assigned(event.as(UnderwriterAssigned.class), now));
      case "UnderwritingApproved" ->
          Optional.of(approved(event.as(UnderwritingApproved.class), now));
      case "UnderwritingRefused" -> Optional.of(refused(event.as(UnderwritingRefused.class), now));
      default -> Optional.empty();
    };
  }

  private static SubscriptionCommand assigned(UnderwriterAssigned fact, Instant now) {
    return new ConfirmUnderwriter(fact.subscriptionId(), fact.underwritingId(), now);
  }

  private SubscriptionCommand approved(UnderwritingApproved fact, Instant now) {
    return new Contract(fact.subscriptionId(), fact.underwritingId(), coolingOff.get(), now);
  }

  private static SubscriptionCommand refused(UnderwritingRefused fact, Instant now) {
    return new Refuse(fact.subscriptionId(), fact.underwritingId(), fact.reason(), now);
  }
}
