package insurancecontract.subscription;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.contracts.Topics;
import insurancecontract.subscription.adapter.http.SubscriptionRoutes;
import insurancecontract.subscription.adapter.kafka.PaymentEventsListener;
import insurancecontract.subscription.adapter.kafka.UnderwritingEventsListener;
import insurancecontract.subscription.application.Applications;
import insurancecontract.subscription.application.Housekeeping;
import insurancecontract.subscription.application.Opened;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import java.util.Map;

/**
 * Builds the subscription service on its ports. Does no I/O, so that the verticle, the simulator
 * and tests run the same service.
 */
public final class SubscriptionWiring {
  private final SubscriptionPorts ports;
  private final SubscriptionSettings settings;
  private final SubscriptionService service;
  private final Batcher<Traced<SubscriptionCommand>, Handled<SubscriptionState, SubscriptionEvent>>
      commands;
  private final Applications applications;

  /** The service of one process; belongs to one thread. */
  public SubscriptionWiring(SubscriptionPorts ports, SubscriptionSettings settings) {
    this.ports = ports;
    this.settings = settings;
    this.service = new SubscriptionService(ports.repository(), ports.observer());
    this.commands =
        new Batcher<>(
            "subscription commands", settings.batches(), Postgres::isTransient, service::handle);
    Batcher<Opening, Opened> openings =
        new Batcher<>(
            "applications", settings.batches(), Postgres::isTransient, ports.repository()::open);
    this.applications =
        new Applications(
            ports.repository(),
            openings::submit,
            commands::submit,
            ports.payments(),
            settings.products(),
            ports.clock(),
            ports.timers(),
            settings.applications());
  }

  /** Applying, for customers. */
  public Applications applications() {
    return applications;
  }

  /** Every other command, batched with those that arrive at the same time. */
  public Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands() {
    return commands::submit;
  }

  /** What a timer runs. */
  public Housekeeping housekeeping() {
    return new Housekeeping(
        ports.repository(), service, ports.clock(), settings.sweepAfter(), settings.sweepBatch());
  }

  /** The reactions to other services' events, by topic. */
  public Map<String, EventHandler> listeners() {
    return Map.of(
        Topics.PAYMENT_EVENTS,
        new PaymentEventsListener(service, ports.clock()),
        Topics.UNDERWRITING_EVENTS,
        new UnderwritingEventsListener(service, ports.clock(), settings.coolingOff()));
  }

  /** The HTTP API. */
  public SubscriptionRoutes routes() {
    return new SubscriptionRoutes(
        service,
        applications,
        commands(),
        settings.products(),
        settings.coolingOff(),
        ports.clock());
  }
}
