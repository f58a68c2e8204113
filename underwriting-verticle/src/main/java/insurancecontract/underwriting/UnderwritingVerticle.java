package insurancecontract.underwriting;

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
import insurancecontract.contracts.Services;
import insurancecontract.contracts.Topics;
import insurancecontract.underwriting.adapter.http.UnderwriterRoutes;
import insurancecontract.underwriting.adapter.http.UnderwritingRoutes;
import insurancecontract.underwriting.adapter.postgres.PgUnderwritingRepository;
import insurancecontract.underwriting.adapter.settings.StaffListener;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The underwriting service, put together. A start that fails halfway leaves nothing open. */
public final class UnderwritingVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(UnderwritingVerticle.class);
  private static final String SCOPE = "UNDERWRITING";

  private final SettingsSource settings;
  private final Shutdown shutdown = new Shutdown();
  // The database keeps microseconds, and nobody needs more than milliseconds.
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

  /** A service that reads these settings when it starts. */
  public UnderwritingVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    Live<UnderwritingConfig> config = settings.bind(SCOPE, UnderwritingConfig::from);
    UnderwritingConfig now = config.get();
    Future<Void> tables =
        Postgres.migrate(vertx, now.postgres(), "db/outbox", "db/parked", "db/underwriting");
    Future<Void> topics = KafkaTopics.create(vertx, now.kafka(), topics());
    // Meanwhile, since the first time that it is written down takes a while, too.
    LOG.atInfo().addKeyValue("config", now).log("underwriting starts");
    return Future.all(tables, topics)
        .compose(there -> open(config))
        .recover(cause -> shutdown.run().transform(closed -> Future.failedFuture(cause)));
  }

  private static List<String> topics() {
    return List.of(Topics.SUBSCRIPTION_EVENTS, Topics.UNDERWRITING_EVENTS);
  }

  /** Doors open last, so nobody is let in before we can answer; shutdown closes them first. */
  private Future<Void> open(Live<UnderwritingConfig> config) {
    UnderwritingConfig now = config.get();
    ServiceContext context =
        ServiceContext.of(Services.UNDERWRITING, vertx, now.identity(), now.tracing());
    shutdown.add("context", context::close);
    Pool pool = Postgres.open(vertx, now.postgres());
    shutdown.add("postgres pool", pool::close);
    context.health().require("postgres", () -> pool.query("select 1").execute());
    context.health().show("settings", () -> settings.state(SCOPE));

    var wiring = new UnderwritingWiring(new PgUnderwritingRepository(pool), now.commands(), clock);
    var staff = new StaffListener(vertx, wiring.service(), () -> config.get().staff(), clock);
    var relay = new OutboxRelay(context, now.postgres(), now.kafka(), now.relay());
    var parking = new Parking(Services.UNDERWRITING, pool);
    var bridge = new EventBridge(context, now.kafka(), parking, wiring.listeners());
    var http =
        new HttpService(
            context,
            now.http(),
            router -> {
              mount(router, wiring);
              new ParkedRoutes(parking).mount(router);
            });

    return start("staff", staff)
        .onSuccess(enrolled -> config.onChange(changed -> staff.changed()))
        .compose(enrolled -> start("outbox relay", relay))
        .compose(started -> start("subscription events", bridge))
        .compose(started -> start("parked meter", new ParkedMeter(context, parking)))
        .compose(started -> start("http", http))
        .onSuccess(started -> shutdown.add("discovery records", context::leave));
  }

  private void mount(Router router, UnderwritingWiring wiring) {
    new UnderwritingRoutes(wiring.service(), wiring.commands(), clock).mount(router);
    new UnderwriterRoutes(wiring.service(), wiring.staffCommands(), clock).mount(router);
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
