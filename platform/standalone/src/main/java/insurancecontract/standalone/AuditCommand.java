package insurancecontract.standalone;

import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.launch.Await;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.chassis.settings.SettingsSource.Places;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.DirectoryLock;
import insurancecontract.processes.Services;
import insurancecontract.standalone.CommandLine.Audit;
import insurancecontract.standalone.CommandLine.AuditServices;
import insurancecontract.standalone.Platform.Options;
import insurancecontract.standalone.audit.Auditor;
import insurancecontract.standalone.audit.Auditor.Judgement;
import insurancecontract.standalone.audit.Databases;
import insurancecontract.standalone.audit.MessageBroker;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The auditor from the command line. A running platform is looked at as it runs; data at rest are
 * started without their public door, so that what was under way can come to its end.
 */
final class AuditCommand {
  private static final int WHOLE = 0;
  private static final int BROKEN = 1;
  private static final int NOT_AUDITED = 2;
  private static final int APPEARS_WITHIN_SECONDS = 20;
  private static final Duration READ_WITHIN = Duration.ofSeconds(20);

  /** How often changes of settings are looked for. */
  private static final int NEVER = 0;

  private AuditCommand() {}

  /** The exit code: 0 when every invariant holds, 1 when one is broken, 2 when nobody can tell. */
  static int run(Audit asked) {
    Path data = asked.data().toAbsolutePath().normalize();
    try {
      return isRunning(data) ? running(data, asked) : atRest(data, asked);
    } catch (RuntimeException e) {
      System.err.println("no audit: " + Explanation.of(e, data.resolve("logs")));
      return NOT_AUDITED;
    }
  }

  /** The same of services that run by themselves. */
  static int run(AuditServices asked) {
    Vertx vertx = Vertx.vertx();
    try {
      Places places = new Places(new JsonObject(), asked.settings(), null, NEVER);
      SettingsSource settings =
          Await.done(SettingsSource.load(vertx, places), "reading settings", READ_WITHIN);
      Map<String, Database> databases = new HashMap<>();
      for (String service : Services.WITH_DATABASE) {
        databases.put(service, database(of(settings, service, PostgresSettings::from)));
      }
      KafkaSettings kafka = of(settings, Services.SUBSCRIPTION, KafkaSettings::from);
      say("auditing the services of " + asked.settings());
      return judge(
          asked.patience(),
          databases,
          new MessageBroker(kafka.client("audit"), kafka.topicPrefix()));
    } catch (RuntimeException e) {
      System.err.println("no audit: " + Explanation.of(e, Path.of("logs")));
      return NOT_AUDITED;
    } finally {
      Await.end(vertx.close(), "closing", READ_WITHIN);
    }
  }

  /** As the service itself reads them. */
  private static <T> T of(SettingsSource settings, String service, Function<Settings, T> binder) {
    return settings.bind(service.toUpperCase(Locale.ROOT), binder).get();
  }

  private static Database database(PostgresSettings at) {
    return new Database(
        at.host(), at.port(), at.database(), at.user(), at.password().value(), at.ssl().value);
  }

  private static boolean isRunning(Path data) {
    if (!Files.exists(data.resolve("secrets.json"))) {
      throw new CannotStart("there are no platform's data in " + data + ": name them with --data");
    }
    Optional<DirectoryLock> lock = DirectoryLock.tryTake(data);
    lock.ifPresent(DirectoryLock::close);
    return lock.isEmpty();
  }

  private static int running(Path data, Audit asked) {
    PlatformFile platform = awaitFile(data);
    say("auditing the running platform, process " + platform.pid());
    return judge(
        asked.patience(), platform.databases(), MessageBroker.at(platform.bootstrapServers()));
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
    throw new CannotStart("the platform on " + data + " does not become ready: try again later");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("interrupted", e);
    }
  }

  private static int atRest(Path data, Audit asked) {
    say("starting the data at rest to audit them");
    var options = new Options(Optional.of(data), 0, asked.config(), false);
    DataDirectory directory = Platform.directory(options);
    Path log = Logs.writeTo(directory.logs());
    say("writing the log to " + log);
    Platform platform = Platform.on(directory, options, AuditCommand::say);
    Thread stop = new Thread(platform::close, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    platform.start();
    try {
      return judge(
          asked.patience(), platform.databases(), MessageBroker.at(platform.bootstrapServers()));
    } finally {
      platform.close();
    }
  }

  private static int judge(
      Duration patience, Map<String, Database> databases, MessageBroker broker) {
    say("waiting at most " + patience.toSeconds() + " s for quiet");
    Judgement judgement = new Auditor(Databases.of(databases), broker).judge(patience);
    System.out.println(judgement.audit().dossiers() + " subscriptions");
    judgement.audit().lines().forEach(System.out::println);
    judgement
        .disturbances()
        .forEach(disturbance -> System.out.println("not quiet: " + disturbance));
    System.out.println(judgement.whole() ? "whole" : "BROKEN");
    return judgement.whole() ? WHOLE : BROKEN;
  }

  /** What is no result goes where it does not mix with the results. */
  private static void say(String line) {
    System.err.println(line);
  }
}
