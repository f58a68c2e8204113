package insurancecontract.chassis.service;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Parts;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.ManagementServer;
import insurancecontract.chassis.kafka.EventBridge;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.chassis.outbox.OutboxRelay;
import insurancecontract.chassis.parked.ParkedMeter;
import insurancecontract.chassis.parked.ParkedRoutes;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service with a database, parked items and events. What all of them have stands here once; a
 * verticle lists its parts in the order in which they start: doors open last, so nobody is let in
 * before it can answer, and a stop closes them first. A start that fails leaves nothing open.
 */
public final class EventDrivenService {
  private static final Logger LOG = LoggerFactory.getLogger(EventDrivenService.class);

  private final String name;
  private final Vertx vertx;
  private final SettingsSource source;
  private final Parts parts = new Parts();
  private ServiceSettings settings;
  private ServiceContext context;
  private Pool pool;
  private Parking parking;

  /**
   * A service that is not started yet.
   *
   * @param name in discovery, of its consumer group, of its meters; in capitals, the scope of its
   *     settings
   */
  public EventDrivenService(String name, Vertx vertx, SettingsSource source) {
    this.name = name;
    this.vertx = vertx;
    this.source = source;
  }

  /** Reads settings of this service, now and whenever they change. */
  public <C> Live<C> bind(Function<Settings, C> binder) {
    return source.bind(scope(), binder);
  }

  private String scope() {
    return name.toUpperCase(Locale.ROOT);
  }

  /**
   * Prepares database and topics, opens what all services have, then starts the parts.
   *
   * @param config what is logged as the service's settings
   * @param migrations folders of the database's tables; those of parked items are always there
   * @param list adds the service's own parts
   */
  public Future<Void> start(
      ServiceSettings settings,
      Object config,
      List<String> topics,
      List<String> migrations,
      Consumer<EventDrivenService> list) {
    this.settings = settings;
    Future<Void> tables = Postgres.migrate(vertx, settings.postgres(), withParked(migrations));
    Future<Void> created = KafkaTopics.create(vertx, settings.kafka(), topics);
    // Logged while the database works, since the first line of a process takes its time, too.
    LOG.atInfo().addKeyValue("service", name).addKeyValue("config", config).log("service starts");
    return Future.all(tables, created)
        .compose(prepared -> open(list))
        .recover(cause -> stop().transform(stopped -> Future.failedFuture(cause)));
  }

  private static String[] withParked(List<String> migrations) {
    return Stream.concat(Stream.of("db/parked"), migrations.stream()).toArray(String[]::new);
  }

  private Future<Void> open(Consumer<EventDrivenService> list) {
    context = ServiceContext.of(name, vertx, settings.identity(), settings.tracing());
    parts.opened("context", context::close);
    pool = Postgres.open(vertx, settings.postgres());
    parts.opened("postgres pool", pool::close);
    context.health().require("postgres", () -> pool.query("select 1").execute());
    context.health().show("settings", () -> source.state(scope()));
    parking = new Parking(name, pool);
    list.accept(this);
    parts.beforeStop("discovery records", context::leave);
    return parts.start();
  }

  /** Stops the parts in reverse order. Never fails. */
  public Future<Void> stop() {
    return parts.stop();
  }

  /** What the parts share; there once the parts are listed. */
  public ServiceContext context() {
    return context;
  }

  /** The service's own database. */
  public Pool pool() {
    return pool;
  }

  /** What waits for a person. */
  public Parking parking() {
    return parking;
  }

  /** Something that is open already, closed after all parts. */
  public void opened(String what, Supplier<? extends Future<?>> close) {
    parts.opened(what, close);
  }

  /** A part of the service's own. */
  public void part(String what, Component part) {
    parts.add(what, part);
  }

  /** What a stop waits for before it stops the parts listed above. */
  public void beforeStop(String what, Supplier<? extends Future<?>> end) {
    parts.beforeStop(what, end);
  }

  /** Publishes the outbox. */
  public void outbox() {
    part(
        "outbox relay",
        new OutboxRelay(context, settings.postgres(), settings.kafka(), settings.relay()));
  }

  /** Hands the events of each topic to its handler. */
  public void events(Map<String, EventHandler> byTopic) {
    part("events", new EventBridge(context, settings.kafka(), parking, byTopic));
    part("parked meter", new ParkedMeter(context, parking));
  }

  /** Answers over HTTP. */
  public void http(Consumer<Router> routes) {
    http(none -> {}, routes);
  }

  /**
   * The same with routes that no token guards and no time limit ends; they bound and check for
   * themselves.
   */
  public void http(Consumer<Router> unguarded, Consumer<Router> routes) {
    Consumer<Router> all = routes.andThen(new ParkedRoutes(parking)::mount);
    HttpSettings http = settings.http();
    part("http", new HttpService(context, http, unguarded, all));
    // Last, since callers send requests as soon as it reports that the service is ready.
    part("management", new ManagementServer(context, settings.management(), http.advertisedHost()));
  }
}
