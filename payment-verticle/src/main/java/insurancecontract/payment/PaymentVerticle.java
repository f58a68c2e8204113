package insurancecontract.payment;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.Shutdown;
import insurancecontract.chassis.http.HttpService;
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
import insurancecontract.payment.adapter.call.ChargeEndpoint;
import insurancecontract.payment.adapter.call.ChargeRoute;
import insurancecontract.payment.adapter.http.PaymentRoutes;
import insurancecontract.payment.adapter.kafka.SubscriptionEventsListener;
import insurancecontract.payment.adapter.parked.RefundRepair;
import insurancecontract.payment.adapter.postgres.PgPaymentLookup;
import insurancecontract.payment.adapter.postgres.PgPaymentRepository;
import insurancecontract.payment.adapter.postgres.PgUnfinishedPayments;
import insurancecontract.payment.adapter.provider.BoundedProvider;
import insurancecontract.payment.adapter.provider.HttpProvider;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import insurancecontract.payment.adapter.provider.SimulatedProvider;
import insurancecontract.payment.adapter.timer.ResumeTimer;
import insurancecontract.payment.application.Charges;
import insurancecontract.payment.application.Outcome;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.PaymentService;
import insurancecontract.payment.application.Refunds;
import insurancecontract.payment.application.Traced;
import insurancecontract.payment.application.UnfinishedWork;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.payment.domain.PaymentCommand;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.client.WebClient;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The payment service, put together. A start that fails halfway leaves nothing open. */
public final class PaymentVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PaymentVerticle.class);
  private static final String SCOPE = "PAYMENT";

  private final SettingsSource settings;
  private final Shutdown shutdown = new Shutdown();
  // The database keeps microseconds, and nobody needs more than milliseconds.
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

  /** A service that reads these settings when it starts. */
  public PaymentVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    Live<PaymentConfig> config = settings.bind(SCOPE, PaymentConfig::from);
    PaymentConfig now = config.get();
    Future<Void> tables =
        Postgres.migrate(vertx, now.postgres(), "db/outbox", "db/parked", "db/payment");
    Future<Void> topics = KafkaTopics.create(vertx, now.kafka(), topics());
    // Meanwhile, since the first time that it is written down takes a while, too.
    LOG.atInfo().addKeyValue("config", now).log("payment starts");
    return Future.all(tables, topics)
        .compose(there -> open(config))
        .recover(cause -> shutdown.run().transform(closed -> Future.failedFuture(cause)));
  }

  private static List<String> topics() {
    return List.of(Topics.SUBSCRIPTION_EVENTS, Topics.PAYMENT_EVENTS);
  }

  /** Doors open last, so nobody is let in before we can answer; shutdown closes them first. */
  private Future<Void> open(Live<PaymentConfig> config) {
    PaymentConfig now = config.get();
    Supplier<WorkPace> pace = () -> config.get().pace();
    ServiceContext context =
        ServiceContext.of(PaymentCall.SERVICE, vertx, now.identity(), now.tracing());
    shutdown.add("context", context::close);
    Pool pool = Postgres.open(vertx, now.postgres());
    shutdown.add("postgres pool", pool::close);
    context.health().require("postgres", () -> pool.query("select 1").execute());
    context.health().show("settings", () -> settings.state(SCOPE));

    var service = new PaymentService(new PgPaymentRepository(pool), pace);
    var commands =
        new Batcher<Traced<PaymentCommand>, Outcome>(
            "payment commands", now.commands(), Postgres::isTransient, service::handle);
    var provider = provider(config, pool);
    var charges = new Charges(commands::submit, provider, pace, clock);
    var unfinished = new PgUnfinishedPayments(pool);
    var inDoubt = UnfinishedWork.charges(unfinished, charges, pace, clock);
    var refunds =
        UnfinishedWork.refunds(
            unfinished, new Refunds(commands::submit, provider, pace, clock), pace, clock);
    service.whenRefundsAreDue(refunds::wake);

    var timer = new ResumeTimer(vertx, List.of(inDoubt, refunds), () -> config.get().resumeEvery());
    var parking = new Parking(PaymentCall.SERVICE, pool);
    parking.onRepair(Refunds.PARKED, new RefundRepair(commands::submit, clock));
    var bridge =
        new EventBridge(
            context,
            now.kafka(),
            parking,
            Map.of(Topics.SUBSCRIPTION_EVENTS, new SubscriptionEventsListener(service, clock)));
    var routes = new PaymentRoutes(new PgPaymentLookup(pool));
    var http =
        new HttpService(
            context,
            now.http(),
            router -> {
              new ChargeRoute(charges).mount(router);
              routes.mount(router);
              new ParkedRoutes(parking).mount(router);
            });

    return start("outbox relay", new OutboxRelay(context, now.postgres(), now.kafka(), now.relay()))
        .compose(started -> start("unfinished work", timer))
        .compose(started -> start("subscription events", bridge))
        .compose(started -> start("parked meter", new ParkedMeter(context, parking)))
        .compose(started -> start("http", http))
        .onSuccess(started -> shutdown.add("charges under way", charges::answered))
        .compose(started -> start("bus", new ChargeEndpoint(context, charges, now.busPublished())))
        .onSuccess(started -> shutdown.add("discovery records", context::leave));
  }

  private PaymentProvider provider(Live<PaymentConfig> config, Pool pool) {
    Supplier<ProviderSettings> now = () -> config.get().provider();
    return new BoundedProvider(vertx, unbounded(now, pool), () -> now.get().timeout());
  }

  private PaymentProvider unbounded(Supplier<ProviderSettings> now, Pool pool) {
    if (now.get().kind() == ProviderSettings.Kind.SIMULATOR) {
      return new SimulatedProvider(vertx, pool, now, new Random());
    }
    WebClient client = WebClient.create(vertx);
    shutdown.add("provider client", () -> closed(client));
    return new HttpProvider(client, now);
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
