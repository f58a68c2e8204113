package insurancecontract.operations;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.launch.Await;
import insurancecontract.chassis.launch.Explanation;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.chassis.settings.SettingsSource.Places;
import insurancecontract.commandline.Between;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.DirectoryLock;
import insurancecontract.embedded.EmbeddedFailure;
import insurancecontract.launch.PlatformSettings;
import insurancecontract.launch.Services;
import insurancecontract.operations.audit.Auditor;
import insurancecontract.operations.audit.Auditor.Judgement;
import insurancecontract.operations.audit.Auditor.NoAudit;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.MessageBroker;
import insurancecontract.operations.audit.Statements;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The auditor from the command line. A running platform is read while it runs; data at rest are
 * started without their public door, so that unfinished work can complete.
 */
@Command(
    name = "audit",
    description = "Checks the seven invariants.",
    optionListHeading = "%n",
    footer = {
      "",
      "Exits with 0 when all hold, with 1 when one is broken, with 2 without a result, with 3",
      "when none is broken and one is open because a refund waits for a person."
    })
public final class AuditCommand implements Callable<Integer> {
  private static final int SATISFIED = 0;
  private static final int BROKEN = 1;
  private static final int NOT_AUDITED = 2;
  private static final int OPEN = 3;
  private static final int APPEARS_WITHIN_SECONDS = 20;
  private static final Duration READ_WITHIN = Duration.ofSeconds(20);

  /** Settings are read once. */
  private static final int NEVER = 0;

  private static final Path DATA = Path.of("data");

  private static final class Wait extends Between {
    Wait() {
      super(0, 86_400);
    }
  }

  private final DataAtRest dataAtRest;
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "What to check, running or at rest (default ./data).")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, for data at rest, which are started to be checked.")
  private Path config;

  @Option(
      names = "--services",
      paramLabel = "FILE",
      description = "Check services that run as processes, by their settings.")
  private Path services;

  @Option(
      names = "--wait",
      paramLabel = "N",
      converter = Wait.class,
      defaultValue = "60",
      description = "Seconds to wait for the system to become quiet (default 60).")
  private int waitSeconds;

  /** Data at rest are started by {@code dataAtRest}. */
  public AuditCommand(DataAtRest dataAtRest) {
    this.dataAtRest = dataAtRest;
  }

  @Override
  public Integer call() {
    if (services == null) {
      return ofData(
          data == null ? DATA : data, Optional.ofNullable(config), patience(), dataAtRest);
    }
    if (data != null || config != null) {
      throw new ParameterException(
          spec.commandLine(), "--services excludes --data and --config: choose one");
    }
    return ofServices(services, patience());
  }

  Duration patience() {
    return Duration.ofSeconds(waitSeconds);
  }

  /**
   * Audits the platform of a data directory. The exit code: 0 when every invariant holds, 1 when
   * one is broken, 2 when the audit is not possible, 3 when none is broken and one is open.
   */
  private static int ofData(
      Path named, Optional<Path> config, Duration patience, DataAtRest dataAtRest) {
    Path data = named.toAbsolutePath().normalize();
    return exitCode(
        data.resolve("logs"),
        () ->
            isRunning(data) ? running(data, patience) : atRest(data, config, patience, dataAtRest));
  }

  /** Audits services that run as processes of their own, found by their settings. */
  private static int ofServices(Path file, Duration patience) {
    Vertx vertx = Vertx.vertx();
    try {
      return exitCode(Path.of("logs"), () -> services(vertx, file, patience));
    } finally {
      Await.end(vertx.close(), "closing", READ_WITHIN);
    }
  }

  private static int exitCode(Path log, IntSupplier audit) {
    try {
      return audit.getAsInt();
    } catch (NoAudit | EmbeddedFailure e) {
      System.err.println("no audit: " + Explanation.oneLine(e.getMessage()));
      return NOT_AUDITED;
    } catch (RuntimeException e) {
      System.err.println("no audit: " + Explanation.of(e, log.toString()));
      return NOT_AUDITED;
    }
  }

  private static int services(Vertx vertx, Path file, Duration patience) {
    Places places = new Places(new JsonObject(), file, null, NEVER, PlatformSettings.KNOWN);
    SettingsSource settings =
        Await.done(SettingsSource.load(vertx, places), "reading settings", READ_WITHIN);
    Map<String, Database> databases = new HashMap<>();
    for (String service : Services.WITH_DATABASE) {
      databases.put(service, database(of(settings, service, PostgresSettings::from)));
    }
    KafkaSettings kafka = of(settings, Services.SUBSCRIPTION, KafkaSettings::from);
    say("auditing the services of " + file);
    Supplier<ProviderSettings> provider =
        settings.bind(scope(Services.PAYMENT), ProviderSettings::from);
    return judge(
        patience,
        databases,
        new MessageBroker(kafka.client("audit"), kafka.topicPrefix()),
        Statements.of(provider));
  }

  /** As the service itself reads them. */
  private static <T> T of(SettingsSource settings, String service, Function<Settings, T> binder) {
    return settings.bind(scope(service), binder).get();
  }

  private static String scope(String service) {
    return service.toUpperCase(Locale.ROOT);
  }

  private static Database database(PostgresSettings at) {
    return new Database(
        at.host(), at.port(), at.database(), at.user(), at.password().value(), at.ssl().value);
  }

  private static boolean isRunning(Path data) {
    if (!Files.exists(data.resolve("secrets.json"))) {
      throw new StartFailure("there are no platform's data in " + data + ": name them with --data");
    }
    Optional<DirectoryLock> lock = DirectoryLock.tryTake(data);
    lock.ifPresent(DirectoryLock::close);
    return lock.isEmpty();
  }

  private static int running(Path data, Duration patience) {
    PlatformFile platform = awaitFile(data);
    say("auditing the running platform, process " + platform.pid());
    return judge(
        patience,
        platform.databases(),
        MessageBroker.at(platform.bootstrapServers()),
        Statements.of(platform::provider));
  }

  /** A platform that is just starting writes its file when it is ready. */
  private static PlatformFile awaitFile(Path data) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(APPEARS_WITHIN_SECONDS);
    while (System.nanoTime() < deadline) {
      Optional<PlatformFile> file =
          PlatformFile.read(data).filter(running -> ProcessHandle.of(running.pid()).isPresent());
      if (file.isPresent()) {
        return file.get();
      }
      pause();
    }
    throw new StartFailure("the platform on " + data + " does not become ready: try again later");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted", e);
    }
  }

  private static int atRest(
      Path data, Optional<Path> config, Duration patience, DataAtRest dataAtRest) {
    say("starting the data at rest to audit them");
    try (RunningPlatform platform = dataAtRest.start(data, config, AuditCommand::say)) {
      return judge(
          patience,
          platform.databases(),
          MessageBroker.at(platform.bootstrapServers()),
          Statements.of(platform::provider));
    }
  }

  private static int judge(
      Duration patience,
      Map<String, Database> databases,
      MessageBroker broker,
      Statements statements) {
    say("waiting at most " + patience.toSeconds() + " s for quiet");
    Judgement judgement = new Auditor(Databases.of(databases), broker, statements).judge(patience);
    System.out.println(judgement.audit().dossiers() + " subscriptions");
    judgement.audit().lines().forEach(System.out::println);
    judgement
        .disturbances()
        .forEach(disturbance -> System.out.println("not quiet: " + disturbance));
    return result(judgement);
  }

  private static int result(Judgement judgement) {
    if (!judgement.whole()) {
      System.out.println("BROKEN");
      return BROKEN;
    }
    boolean satisfied = judgement.audit().satisfied();
    System.out.println(satisfied ? "whole" : "OPEN");
    return satisfied ? SATISFIED : OPEN;
  }

  /** To standard error, apart from the results. */
  private static void say(String line) {
    System.err.println(line);
  }
}
