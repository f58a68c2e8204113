package insurancecontract.faults;

import insurancecontract.chassis.launch.Await;
import insurancecontract.embedded.Database;
import insurancecontract.launch.Services;
import insurancecontract.operations.audit.Auditor;
import insurancecontract.operations.audit.Auditor.Judgement;
import insurancecontract.operations.audit.Auditor.NoAudit;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.MessageBroker;
import insurancecontract.operations.audit.Statements;
import insurancecontract.standalone.Secrets;
import insurancecontract.standalone.Wiring;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The platform as it stands on several machines: every process its own JVM, one PostgreSQL, one
 * Kafka, and a link on every connection between them.
 */
public final class Site implements AutoCloseable {
  private static final Duration UP_WITHIN = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);
  private static final Duration AUDIT_AT_LEAST = Duration.ofSeconds(5);

  /** Room enough that no case has to wait for an underwriter. */
  private static final int CAPACITY = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final Path directory;
  private final Secrets secrets;
  private final Map<String, Link> links = new LinkedHashMap<>();
  private final Map<String, Replica> replicas = new LinkedHashMap<>();
  private final Doors doors;
  private final Link front = new Link(vertx, "clients to gateway");
  private final DatabaseServer database;
  private final Broker broker;

  /** However this JVM ends, short of kill -9, the others do not outlive it. */
  private final Thread last = new Thread(this::killAll, "kill-all");

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param directory for data, settings and logs
   * @param copies processes of each service but the gateway
   * @param further settings of all of them
   */
  public Site(Path directory, int copies, JsonObject further) {
    this(directory, copies, 1, further);
  }

  /**
   * The same with several gateways, among which clients are led as by a Service of Kubernetes.
   *
   * @param gateways processes of the gateway
   */
  public Site(Path directory, int copies, int gateways, JsonObject further) {
    this.directory = directory;
    this.secrets = Secrets.keptIn(directory.resolve("secrets.json"));
    this.database =
        new DatabaseServer(
            directory.resolve("postgres"), linksTo("database"), secrets.databasePasswords());
    this.broker = new Broker(directory, linksTo("broker"));
    newerVersion();
    Map<String, JsonArray> listed = new LinkedHashMap<>();
    for (String service : Services.WITH_DATABASE) {
      for (int number = 1; number <= copies; number++) {
        List<Link> leading = new ArrayList<>();
        leading.add(listed(listed, Services.GATEWAY, service, number));
        if (service.equals(Services.PAYMENT)) {
          leading.add(listed(listed, Services.SUBSCRIPTION, service, number));
        }
        add(new Replica(service, number, directory, leading, new JsonObject()));
      }
    }
    List<Replica> behindFront = new ArrayList<>();
    for (int number = 1; number <= gateways; number++) {
      behindFront.add(
          new Replica(Services.GATEWAY, number, directory, List.of(), new JsonObject()));
    }
    behindFront.forEach(this::add);
    this.doors = new Doors(behindFront);
    Runtime.getRuntime().addShutdownHook(last);
    try {
      database.start();
      broker.start();
      JsonObject common = common().mergeIn(further);
      for (Replica replica : replicas.values()) {
        replica.change(
            settings(common, replica.service())
                .put(
                    "DISCOVERY_SERVICES", listed.getOrDefault(replica.service(), new JsonArray())));
        replica.start(Optional.empty());
      }
      awaitReady();
      doors.open(front);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Map<String, Link> linksTo(String server) {
    Map<String, Link> found = new LinkedHashMap<>();
    for (String service : Services.WITH_DATABASE) {
      found.put(service, link(service + " to " + server));
    }
    return found;
  }

  private Link link(String name) {
    Link link = new Link(vertx, name);
    links.put(name, link);
    return link;
  }

  private Link listed(Map<String, JsonArray> listed, String from, String service, int number) {
    Link link = link(from + " to " + service + "-" + number);
    listed
        .computeIfAbsent(from, none -> new JsonArray())
        .add(
            new JsonObject()
                .put("name", service)
                .put("host", Wiring.LOOPBACK)
                .put("port", link.port())
                .put("managementPort", link.beside().port()));
    return link;
  }

  private void add(Replica replica) {
    replicas.put(replica.name(), replica);
  }

  private JsonObject common() {
    Map<String, Database> behindLinks = new LinkedHashMap<>();
    database
        .databases()
        .forEach(
            (service, own) ->
                behindLinks.put(
                    service,
                    new Database(
                        own.host(),
                        links.get(service + " to database").port(),
                        own.database(),
                        own.user(),
                        own.password())));
    JsonObject settings =
        Wiring.defaults(0, behindLinks, broker.bootstrapServers(), secrets)
            .put("KAFKA_SESSION_TIMEOUT_MS", 6_000)
            .put("DISCOVERY_CHECK_MS", 200)
            .put("RATE_LIMIT_PER_SECOND", 1_000_000)
            .put("RATE_LIMIT_BURST", 1_000_000)
            .put("TOKEN_SECONDS", 86_400)
            .put("RETRY_MAX_MS", 5_000)
            .put(
                "UNDERWRITERS",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("underwriterId", 77001520)
                            .put("name", "uma")
                            .put("capacity", CAPACITY)));
    // Each process has a name of its own.
    settings.remove("KAFKA_INSTANCE_ID");
    for (String service : Services.WITH_DATABASE) {
      settings.put(
          service.toUpperCase(Locale.ROOT) + "_KAFKA_BOOTSTRAP_SERVERS",
          Wiring.LOOPBACK + ":" + links.get(service + " to broker").port());
    }
    return settings;
  }

  /** What the gateway knows of people is nobody else's. */
  private static JsonObject settings(JsonObject common, String service) {
    JsonObject settings = common.copy();
    if (!service.equals(Services.GATEWAY)) {
      settings.fieldNames().removeIf(key -> key.startsWith("GATEWAY_"));
    }
    return settings;
  }

  /** What a newer version adds: one more column in each database. */
  private void newerVersion() {
    Map<String, String> tables =
        Map.of(
            Services.SUBSCRIPTION, "subscription",
            Services.PAYMENT, "payment",
            Services.UNDERWRITING, "underwriting_case",
            Services.VIEW, "subscription_view");
    tables.forEach(
        (service, table) -> {
          Path file = newer().resolve("db").resolve(service).resolve("V901__newer.sql");
          try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "alter table " + table + " add column newer_note text;\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The folder with what a newer version adds. */
  Path newer() {
    return directory.resolve("newer");
  }

  /** The links between the programs, by who goes to whom. */
  public Map<String, Link> links() {
    return links;
  }

  /** The processes of the services, by service and number. */
  public Map<String, Replica> replicas() {
    return replicas;
  }

  Broker broker() {
    return broker;
  }

  DatabaseServer database() {
    return database;
  }

  /** Kills the database, as a loss of power does. */
  public void killDatabase() {
    database.kill();
  }

  /** Starts the database again, and returns when it answers. */
  public void startDatabase() {
    database.start();
  }

  /** Kills the broker, as a loss of power does. */
  public void killBroker() {
    broker.kill();
  }

  /** Starts the broker again, and returns when it answers. */
  public void startBroker() {
    broker.start();
  }

  /** Where clients find the gateway, wherever it is. */
  public String address() {
    return "http://" + Wiring.LOOPBACK + ":" + front.port();
  }

  /** How long the payment provider takes from now on, and how often it fails, 0 to 1. */
  public void provider(int delayMs, double failureRate) {
    change(
        Services.PAYMENT,
        new JsonObject()
            .put("PROVIDER_DELAY_MIN_MS", delayMs)
            .put("PROVIDER_DELAY_MAX_MS", delayMs)
            .put("PROVIDER_FAILURE_RATE", failureRate));
  }

  /** Changes settings of every process of a service. */
  private void change(String service, JsonObject changed) {
    for (Replica replica : replicas.values()) {
      if (replica.service().equals(service)) replica.change(changed);
    }
  }

  /** Waits until every process says that it is ready; one that gave up is started again. */
  public void awaitReady() {
    await(
        "every process is ready",
        UP_WITHIN,
        () -> replicas.values().stream().allMatch(Site::isReadyOrStarts));
  }

  private static boolean isReadyOrStarts(Replica replica) {
    if (!replica.isAlive()) replica.start(Optional.empty());
    return replica.isReady();
  }

  /** Waits until this is so. */
  static void await(String what, Duration max, BooleanSupplier condition) {
    long deadline = System.nanoTime() + max.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new IllegalStateException("not so: " + what);
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Waits until all is quiet, for as long as this, and says what does not hold. */
  public List<String> broken(Duration max) {
    Judgement judgement = judge(max);
    List<String> broken = new ArrayList<>();
    if (!judgement.whole()) broken.addAll(judgement.audit().lines());
    if (!judgement.disturbances().isEmpty()) broken.add("not quiet: " + judgement.disturbances());
    return broken;
  }

  private Judgement judge(Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      try {
        Duration patience = left.compareTo(AUDIT_AT_LEAST) > 0 ? left : AUDIT_AT_LEAST;
        return new Auditor(
                Databases.of(database.databases()),
                MessageBroker.at(broker.bootstrapServers()),
                Statements.SIMULATOR)
            .judge(patience);
      } catch (NoAudit notYet) {
        if (left.isNegative()) throw notYet;
      }
    }
  }

  /** The databases by service, on a way on which nothing ever goes wrong. */
  public Map<String, Database> databases() {
    return database.databases();
  }

  private void killAll() {
    replicas.values().forEach(Replica::kill);
    broker.kill();
    database.kill();
  }

  @Override
  public void close() {
    doors.close();
    killAll();
    Runtime.getRuntime().removeShutdownHook(last);
    Await.end(vertx.close(), "closing the links", CLOSED_WITHIN);
  }
}
