package insurancecontract.subscription;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.Shutdown;
import insurancecontract.chassis.breaker.BreakerSettings;
import insurancecontract.chassis.breaker.GuardedCall;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.identity.ServiceCredential;
import insurancecontract.chassis.kafka.EventBridge;
import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.chassis.outbox.OutboxRelay;
import insurancecontract.chassis.parked.ParkedMeter;
import insurancecontract.chassis.parked.ParkedRoutes;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.Topics;
import insurancecontract.subscription.adapter.http.SubscriptionRoutes;
import insurancecontract.subscription.adapter.kafka.PaymentEventsListener;
import insurancecontract.subscription.adapter.kafka.UnderwritingEventsListener;
import insurancecontract.subscription.adapter.metrics.CountedDecisions;
import insurancecontract.subscription.adapter.payment.BusTransport;
import insurancecontract.subscription.adapter.payment.DiscoveredPayments;
import insurancecontract.subscription.adapter.payment.HttpTransport;
import insurancecontract.subscription.adapter.postgres.PgSubscriptionRepository;
import insurancecontract.subscription.adapter.timer.HousekeepingTimer;
import insurancecontract.subscription.adapter.timer.VertxTimers;
import insurancecontract.subscription.application.Applications;
import insurancecontract.subscription.application.Housekeeping;
import insurancecontract.subscription.application.Opened;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.application.Payments;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.Products;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscription service, put together. A start that fails halfway leaves nothing open. */
public final class SubscriptionVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionVerticle.class);
  private static final String SERVICE = "subscription";
  private static final String SCOPE = "SUBSCRIPTION";

  /** Shorter than an instance that leaves goes on answering: it closes none about to be used. */
  private static final int PAYMENT_KEPT_SECONDS = 1;

  private final SettingsSource settings;
  private final Shutdown shutdown = new Shutdown();
  // The database keeps microseconds, and nobody needs more than milliseconds.
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

  /** A service that reads these settings when it starts. */
  public SubscriptionVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    Live<SubscriptionConfig> config = settings.bind(SCOPE, SubscriptionConfig::from);
    SubscriptionConfig now = config.get();
    Future<Void> tables =
        Postgres.migrate(vertx, now.postgres(), "db/outbox", "db/parked", "db/subscription");
    Future<Void> topics = KafkaTopics.create(vertx, now.kafka(), Topics.ALL);
    // Meanwhile, since the first time that it is written down takes a while, too.
    LOG.atInfo().addKeyValue("config", now).log("subscription starts");
    return Future.all(tables, topics)
        .compose(there -> open(config))
        .recover(cause -> shutdown.run().transform(closed -> Future.failedFuture(cause)));
  }

  /** Doors open last, so nobody is let in before we can answer; shutdown closes them first. */
  private Future<Void> open(Live<SubscriptionConfig> config) {
    SubscriptionConfig now = config.get();
    ServiceContext context = ServiceContext.of(SERVICE, vertx, now.identity(), now.tracing());
    shutdown.add("context", context::close);
    Pool pool = Postgres.open(vertx, now.postgres());
    shutdown.add("postgres pool", pool::close);
    context.health().require("postgres", () -> pool.query("select 1").execute());
    context.health().show("settings", () -> settings.state(SCOPE));

    var repository = new PgSubscriptionRepository(pool);
    var service = new SubscriptionService(repository, new CountedDecisions(context.meters()));
    var openings =
        new Batcher<Opening, Opened>(
            "applications", now.commands(), Postgres::isTransient, repository::open);
    var commands =
        new Batcher<Traced<SubscriptionCommand>, Handled<SubscriptionState, SubscriptionEvent>>(
            "subscription commands", now.commands(), Postgres::isTransient, service::handle);
    Supplier<Products> products = () -> config.get().products();
    Supplier<Duration> coolingOff = () -> config.get().coolingOff();
    var applications =
        new Applications(
            repository,
            openings::submit,
            commands::submit,
            payments(context, now),
            products,
            clock,
            new VertxTimers(vertx),
            now.applications());
    var housekeeping =
        new Housekeeping(repository, service, clock, now.sweepAfter(), now.sweepBatch());
    var parking = new Parking(SERVICE, pool);
    var bridge =
        new EventBridge(
            context,
            now.kafka(),
            parking,
            Map.of(
                Topics.PAYMENT_EVENTS,
                new PaymentEventsListener(service, clock),
                Topics.UNDERWRITING_EVENTS,
                new UnderwritingEventsListener(service, clock, coolingOff)));
    var routes =
        new SubscriptionRoutes(
            service, applications, commands::submit, products, coolingOff, clock);

    var http =
        new HttpService(
            context,
            now.http(),
            router -> {
              routes.mount(router);
              new ParkedRoutes(parking).mount(router);
            });

    return start("outbox relay", new OutboxRelay(context, now.postgres(), now.kafka(), now.relay()))
        .compose(
            started ->
                start("housekeeping", new HousekeepingTimer(vertx, housekeeping, now.sweepEvery())))
        .compose(started -> start("events", bridge))
        .compose(started -> start("parked meter", new ParkedMeter(context, parking)))
        .compose(started -> start("http", http))
        .onSuccess(started -> shutdown.add("applications under way", applications::answered))
        .onSuccess(started -> shutdown.add("discovery records", context::leave));
  }

  private Payments payments(ServiceContext context, SubscriptionConfig now) {
    Live<BreakerSettings> breaker = settings.bind(SCOPE, BreakerSettings::from);
    Supplier<Duration> timeout = () -> breaker.get().timeout();
    var guard = new GuardedCall(context, PaymentCall.SERVICE, breaker);
    context.health().show("paymentBreaker", () -> guard.state().name());
    var credential = new ServiceCredential(vertx, now.identity(), SERVICE);
    WebClient client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setUserAgentEnabled(false)
                .setKeepAliveTimeout(PAYMENT_KEPT_SECONDS),
            new PoolOptions().setHttp1MaxSize(now.paymentConnections()));
    shutdown.add("payment connections", () -> closed(client));
    return new DiscoveredPayments(
        context,
        guard,
        new BusTransport(vertx.eventBus(), credential::token, timeout),
        new HttpTransport(client, credential::token, timeout),
        timeout);
  }

  private static Future<Void> closed(WebClient client) {
    client.close();
    return Future.succeededFuture();
  }

  private Future<Void> start(String name, Component part) {
    shutdown.add(name, part::stop);
    return part.start();
  }

  @Override
  public Future<?> stop() {
    return shutdown.run();
  }
}
