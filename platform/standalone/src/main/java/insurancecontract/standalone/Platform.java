package insurancecontract.standalone;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.launch.Await;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedFailure;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.EmbeddedPostgres;
import insurancecontract.gateway.GatewayVerticle;
import insurancecontract.launch.Meters;
import insurancecontract.launch.PlatformSettings;
import insurancecontract.launch.Services;
import insurancecontract.operations.PlatformFile;
import insurancecontract.operations.RunningPlatform;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.StandingAuditor;
import insurancecontract.operations.audit.StandingAuditor.Pace;
import insurancecontract.operations.audit.Statements;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in this process: PostgreSQL, Kafka and the services. What starts later stops earlier,
 * and a start that fails halfway leaves nothing running.
 */
public final class Platform implements RunningPlatform {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
  private static final String GATEWAY_SCOPE = "GATEWAY";
  private static final String PAYMENT_SCOPE = "PAYMENT";
  private static final String OWN_SCOPE = "STANDALONE";
  private static final Duration DEPLOY_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(2);
  private static final long SETTINGS_SCAN_MS = 2_000;

  /**
   * How to run it.
   *
   * @param data where everything is kept; empty to keep nothing
   * @param port of the gateway where no setting says otherwise, 0 for any free one
   * @param config more settings; empty for none
   * @param publicDoor whether there is a gateway at all
   */
  public record Options(Optional<Path> data, int port, Optional<Path> config, boolean publicDoor) {}

  private record Step(String name, AutoCloseable close) {}

  /** Where the gateway is to listen. */
  private record Door(String host, int port) {
    static Door from(Settings settings) {
      return new Door(
          settings.text("HTTP_HOST", Wiring.LOOPBACK), settings.between("HTTP_PORT", 0, 65_535, 0));
    }
  }

  private final Options options;
  private final Consumer<String> progress;
  private final DataDirectory directory;
  private final Deque<Step> opened = new ArrayDeque<>();
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private volatile boolean ready;
  private volatile boolean stopping;
  private volatile EmbeddedPostgres postgres;
  private EmbeddedKafka kafka;
  private Map<String, Database> databases = Map.of();
  private Supplier<ProviderSettings> provider;
  private int port;

  private Platform(Options options, DataDirectory directory, Consumer<String> progress) {
    this.options = options;
    this.directory = directory;
    this.progress = progress;
    opened("data directory", directory);
  }

  /**
   * Takes the data directory and starts everything that the options ask for.
   *
   * @throws StartFailure saying in one line why and what to do
   */
  public static Platform start(Options options) {
    Platform platform = on(directory(options), options, line -> {});
    platform.start();
    return platform;
  }

  /** The directory that the options name, taken. */
  static DataDirectory directory(Options options) {
    return options.data().map(DataDirectory::take).orElseGet(DataDirectory::throwAway);
  }

  /** A platform that is yet to be started on a directory that is its own from now on. */
  static Platform on(DataDirectory directory, Options options, Consumer<String> progress) {
    return new Platform(options, directory, progress);
  }

  /** Whether the start has succeeded and no stop has begun. */
  boolean isReady() {
    return ready && !stopping;
  }

  /** The address of the gateway. */
  public String address() {
    return "http://localhost:" + port;
  }

  /** The port of the gateway. */
  public int port() {
    return port;
  }

  @Override
  public Map<String, Database> databases() {
    return databases;
  }

  @Override
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public ProviderSettings provider() {
    return provider.get();
  }

  /** Where everything is kept. */
  public Path data() {
    return directory.path();
  }

  /** Starts everything; a start that fails, or that {@link #close} overtakes, stops it again. */
  void start() {
    try {
      startAll();
    } catch (EmbeddedFailure e) {
      close();
      throw new StartFailure(e.getMessage(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Stops everything in the opposite order of its start; continues when a step fails. */
  @Override
  public void close() {
    stopping = true;
    closeAll();
  }

  private synchronized void closeAll() {
    while (!opened.isEmpty()) {
      Step step = opened.pop();
      try {
        step.close().close();
      } catch (Exception e) {
        LOG.atWarn().addKeyValue("part", step.name()).setCause(e).log("did not stop");
      }
    }
  }

  private synchronized void startAll() {
    OpenFiles.requireEnough();
    Vertx vertx = vertx();
    opened("vert.x", () -> Await.done(vertx.close(), "closing Vert.x", STOP_MAX));
    int wanted = chosenPort(vertx);
    Secrets secrets = Secrets.keptIn(directory.secrets());
    startServers();
    requireWanted();
    createDatabases(secrets);
    SettingsSource settings = settings(vertx, wanted, secrets);
    requireWanted();
    provider = settings.bind(PAYMENT_SCOPE, ProviderSettings::from);
    deployAll(vertx, settings);
    announce();
    ready = true;
  }

  private void requireWanted() {
    if (stopping) {
      throw new StartFailure("stopped while starting");
    }
  }

  private static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setMetricsOptions(Meters.options()));
  }

  /** Finds a port in use or a wrong settings file before anything starts. */
  private int chosenPort(Vertx vertx) {
    JsonObject own = new JsonObject().put("GATEWAY_HTTP_PORT", options.port());
    SettingsSource settings =
        Await.done(SettingsSource.load(vertx, places(own, 0)), "reading settings", DEPLOY_MAX);
    Door door = settings.bind(GATEWAY_SCOPE, Door::from).get();
    if (options.publicDoor()) {
      requireFree(door);
    }
    return door.port();
  }

  private static void requireFree(Door door) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(door.host(), door.port()));
    } catch (IOException e) {
      throw new StartFailure(
          "port "
              + door.port()
              + " of "
              + door.host()
              + " is not to be had ("
              + e.getMessage()
              + "): stop what listens there, or choose another port with --port",
          e);
    }
  }

  private SettingsSource.Places places(JsonObject defaults, long scanMillis) {
    return new SettingsSource.Places(
        defaults, options.config().orElse(null), null, scanMillis, PlatformSettings.KNOWN);
  }

  private void startServers() {
    progress.accept("starting PostgreSQL and Kafka in " + directory.path());
    EmbeddedKafka.beforeHalt(this::stopPostgres);
    var startingKafka =
        CompletableFuture.supplyAsync(
            () -> timed("Kafka", () -> EmbeddedKafka.start(directory.kafka())));
    try {
      postgres = timed("PostgreSQL", () -> EmbeddedPostgres.start(directory.postgres()));
      opened("postgres", postgres);
    } finally {
      kafka = joined(startingKafka);
      opened("kafka", kafka);
    }
  }

  /** Kafka ends the process when its disk fails; no hook runs then, and PostgreSQL would stay. */
  private void stopPostgres() {
    EmbeddedPostgres running = postgres;
    if (running != null) running.close();
  }

  private static <T> T joined(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private <T> T timed(String what, Supplier<T> start) {
    long began = System.nanoTime();
    T started = start.get();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    progress.accept("  " + what + " is up after " + millis + " ms");
    return started;
  }

  private void createDatabases(Secrets secrets) {
    Map<String, Database> created = new HashMap<>();
    for (String service : Services.WITH_DATABASE) {
      String password = secrets.databasePasswords().get(service);
      created.put(service, postgres.createDatabase(service, service, password));
    }
    databases = Map.copyOf(created);
  }

  private SettingsSource settings(Vertx vertx, int wantedPort, Secrets secrets) {
    JsonObject defaults = Wiring.defaults(wantedPort, databases, kafka.bootstrapServers(), secrets);
    return Await.done(
        SettingsSource.load(vertx, places(defaults, SETTINGS_SCAN_MS)),
        "reading settings",
        DEPLOY_MAX);
  }

  /** The services together, then the gateway: no request arrives before they can answer. */
  private void deployAll(Vertx vertx, SettingsSource settings) {
    progress.accept("starting the services");
    opened("services", () -> undeployServices(vertx));
    List<Future<?>> deploying = new ArrayList<>();
    for (String service : Services.WITH_DATABASE) {
      deploying.add(
          vertx
              .deployVerticle(Services.verticle(service).apply(settings))
              .onSuccess(deployments::add));
    }
    Await.end(Future.join(deploying), "starting the services", DEPLOY_MAX);
    if (options.publicDoor()) {
      var room = DiskRoom.watch(directory.path(), settings.bind(OWN_SCOPE, DiskRoom.Limit::from));
      opened("disk room", room);
      deployGateway(vertx, settings, room);
      deployAuditor(vertx, settings);
    }
  }

  private void deployGateway(Vertx vertx, SettingsSource settings, DiskRoom room) {
    var gateway = new GatewayVerticle(settings, room::isFull);
    String id = Await.done(vertx.deployVerticle(gateway), "starting the gateway", DEPLOY_MAX);
    opened("gateway", () -> Await.done(vertx.undeploy(id), "stopping the gateway", STOP_MAX));
    port = gateway.port();
  }

  /** Only here can one process read every database, so operators see the audit on their page. */
  private void deployAuditor(Vertx vertx, SettingsSource settings) {
    Pace pace = settings.bind(OWN_SCOPE, Pace::from).get();
    var auditor =
        new StandingAuditor(
            Databases.of(databases), kafka.bootstrapServers(), Statements.of(provider), pace);
    String id = Await.done(vertx.deployVerticle(auditor), "starting the auditor", DEPLOY_MAX);
    opened("auditor", () -> Await.done(vertx.undeploy(id), "stopping the auditor", STOP_MAX));
  }

  private void undeployServices(Vertx vertx) {
    List<Future<Void>> stopping = deployments.stream().map(vertx::undeploy).toList();
    Await.end(Future.join(stopping), "stopping the services", STOP_MAX);
  }

  private void announce() {
    var file =
        new PlatformFile(
            ProcessHandle.current().pid(),
            options.publicDoor() ? address() : "",
            kafka.bootstrapServers(),
            databases,
            provider());
    file.write(directory.path());
    opened("platform file", () -> PlatformFile.delete(directory.path()));
  }

  private void opened(String name, AutoCloseable close) {
    opened.push(new Step(name, close));
  }
}
