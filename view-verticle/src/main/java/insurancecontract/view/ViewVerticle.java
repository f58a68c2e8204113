package insurancecontract.view;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.Shutdown;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.kafka.EventBridge;
import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.chassis.parked.ParkedMeter;
import insurancecontract.chassis.parked.ParkedRoutes;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Topics;
import insurancecontract.view.adapter.bus.BusViewChanges;
import insurancecontract.view.adapter.bus.EventStreams;
import insurancecontract.view.adapter.bus.PushDoor;
import insurancecontract.view.adapter.http.RebuildRoutes;
import insurancecontract.view.adapter.http.ViewRoutes;
import insurancecontract.view.adapter.kafka.FactsListener;
import insurancecontract.view.adapter.kafka.KafkaHistory;
import insurancecontract.view.adapter.kafka.LeftOutFacts;
import insurancecontract.view.adapter.postgres.ChangeFeed;
import insurancecontract.view.adapter.postgres.PgChangeLog;
import insurancecontract.view.adapter.postgres.PgRebuilds;
import insurancecontract.view.adapter.postgres.PgViewRows;
import insurancecontract.view.adapter.postgres.PgViews;
import insurancecontract.view.projection.Projector;
import insurancecontract.view.projection.Rebuild;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The view service, put together. A start that fails halfway leaves nothing open. */
public final class ViewVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ViewVerticle.class);
  private static final String SCOPE = "VIEW";

  /** The name in discovery, of the consumer group, and of the settings' scope. */
  private static final String NAME = "view";

  private final SettingsSource settings;
  private final Shutdown shutdown = new Shutdown();

  /** The view with the settings of the scope {@code VIEW}. */
  public ViewVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    ViewConfig config = settings.bind(SCOPE, ViewConfig::from).get();
    Future<Void> tables = Postgres.migrate(vertx, config.postgres(), "db/parked", "db/view");
    Future<Void> topics = KafkaTopics.create(vertx, config.kafka(), Topics.ALL);
    // Meanwhile, since the first time that it is written down takes a while, too.
    LOG.atInfo().addKeyValue("config", config).log("view starts");
    return Future.all(tables, topics)
        .compose(there -> open(config))
        .recover(cause -> shutdown.run().transform(closed -> Future.failedFuture(cause)));
  }

  /** Doors open last, so nobody is let in before we can answer; shutdown closes them first. */
  private Future<Void> open(ViewConfig config) {
    ServiceContext context = ServiceContext.of(NAME, vertx, config.identity(), config.tracing());
    Pool pool = Postgres.open(vertx, config.postgres());
    shutdown.add("postgres pool", pool::close);
    shutdown.add("context", context::close);
    context.health().require("postgres", () -> pool.query("select 1").execute());
    context.health().show("settings", () -> settings.state(SCOPE));

    var changes = new BusViewChanges(vertx.eventBus());
    var log = new PgChangeLog(pool);
    var feed = new ChangeFeed(vertx, pool, config.postgres(), log, changes, config.feed());
    var projector = new Projector(new PgViewRows(pool, log), changes);
    var facts = new FactsListener(projector, context.tracing());
    var history = new KafkaHistory(vertx, config.kafka(), config.rebuildBatchMax());
    var parking = new Parking(NAME, pool);
    var rebuild = new Rebuild(history, new PgRebuilds(pool, new LeftOutFacts(parking, facts)));
    var views = new PgViews(pool);
    var routes =
        new RebuildRoutes(rebuild)
            .andThen(new ViewRoutes(views))
            .andThen(new ParkedRoutes(parking)::mount);
    var streams = new EventStreams(context, feed, config.push());
    var push = new PushDoor(context, views, config.push()).andThen(streams::mount);
    var bridge =
        Map.of(
            Topics.SUBSCRIPTION_EVENTS, facts,
            Topics.PAYMENT_EVENTS, facts,
            Topics.UNDERWRITING_EVENTS, facts);

    return start("rebuild", rebuild)
        .compose(started -> start("changes of other processes", feed))
        .compose(
            started ->
                start(
                    "events",
                    new EventBridge(context, config.kafka(), parking, Map.copyOf(bridge))))
        .compose(started -> start("parked meter", new ParkedMeter(context, parking)))
        .compose(started -> start("http", new HttpService(context, config.http(), push, routes)))
        .compose(started -> start("streams", streams))
        .onSuccess(started -> shutdown.add("leaving", context::leave));
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
