package insurancecontract.subscription;

import insurancecontract.chassis.service.EventDrivenService;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Services;
import insurancecontract.contracts.Topics;
import insurancecontract.subscription.adapter.metrics.CountedDecisions;
import insurancecontract.subscription.adapter.payment.DiscoveredPayments;
import insurancecontract.subscription.adapter.postgres.PgSubscriptionRepository;
import insurancecontract.subscription.adapter.timer.HousekeepingTimer;
import insurancecontract.subscription.adapter.timer.VertxTimers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** The subscription service as a verticle: lists its parts. */
public final class SubscriptionVerticle extends VerticleBase {
  // The database keeps microseconds, and the API needs no more than milliseconds.
  private static final InstantSource CLOCK = Clock.tickMillis(ZoneOffset.UTC);

  private final SettingsSource settings;
  private EventDrivenService service;

  /** A service that reads these settings when it starts. */
  public SubscriptionVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    service = new EventDrivenService(Services.SUBSCRIPTION, vertx, settings);
    Live<SubscriptionConfig> config = service.bind(SubscriptionConfig::from);
    SubscriptionConfig now = config.get();
    return service.start(
        now.service(),
        now,
        Topics.ALL,
        List.of("db/outbox", "db/subscription"),
        parts -> list(parts, config));
  }

  private void list(EventDrivenService parts, Live<SubscriptionConfig> config) {
    SubscriptionConfig now = config.get();
    var ports =
        new SubscriptionPorts(
            new PgSubscriptionRepository(parts.pool()),
            DiscoveredPayments.open(parts, now.service().identity(), now.paymentConnections()),
            new VertxTimers(vertx),
            CLOCK,
            new CountedDecisions(parts.context().meters()));
    var wiring = new SubscriptionWiring(ports, now.settings(config));

    parts.outbox();
    parts.part(
        "housekeeping", new HousekeepingTimer(vertx, wiring.housekeeping(), now.sweepEvery()));
    parts.events(wiring.listeners());
    parts.http(wiring.routes()::mount);
    parts.beforeStop("applications in progress", wiring.applications()::answered);
  }

  @Override
  public Future<?> stop() {
    return service.stop();
  }
}
