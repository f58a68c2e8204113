package insurancecontract.testplatform;

import insurancecontract.operations.audit.Auditor;
import insurancecontract.operations.audit.Auditor.Judgement;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.MessageBroker;
import insurancecontract.operations.audit.Statements;
import insurancecontract.standalone.Platform;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The whole platform in the JVM of the test, on any free ports. */
public final class TestPlatform implements AutoCloseable {
  private static final Duration UNTIL_QUIET_MAX = Duration.ofSeconds(90);

  /** Time limits that a busy machine meets, for tests that are not about them. */
  private static final JsonObject GENEROUS =
      new JsonObject()
          .put("BREAKER_TIMEOUT_MS", 15_000)
          .put("PROVIDER_TIMEOUT_MS", 10_000)
          .put("KAFKA_REQUEST_TIMEOUT_MS", 60_000);

  private final Platform platform;

  private TestPlatform(Platform platform) {
    this.platform = platform;
  }

  /** One for all tests of this JVM that neither stop it nor need settings of their own. */
  public static TestPlatform shared() {
    return Shared.RUNNING;
  }

  /** On data that are thrown away; settings as in a settings file. */
  public static TestPlatform throwAway(JsonObject settings) {
    return start(Optional.empty(), settings);
  }

  /** On data that are thrown away. */
  public static TestPlatform throwAway() {
    return throwAway(new JsonObject());
  }

  /** On data that are kept in the directory. */
  public static TestPlatform on(Path data, JsonObject settings) {
    return start(Optional.of(data), settings);
  }

  private static TestPlatform start(Optional<Path> data, JsonObject settings) {
    Path file = settingsFile(GENEROUS.copy().mergeIn(settings));
    return new TestPlatform(Platform.start(new Platform.Options(data, 0, Optional.of(file), true)));
  }

  /** A settings file that holds these; it is removed when the JVM ends. */
  public static Path settingsFile(JsonObject settings) {
    try {
      Path file = Files.createTempFile("settings", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, settings.encode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The running platform. */
  public Platform platform() {
    return platform;
  }

  /** A demo user, signed in. */
  public Client as(String user) {
    return Client.as(platform.address(), user);
  }

  /** Somebody without a token. */
  public Client anonymous() {
    return Client.anonymous(platform.address());
  }

  /** Waits until all is quiet, then judges. */
  public Judgement audit() {
    return new Auditor(
            Databases.of(platform.databases()),
            MessageBroker.at(platform.bootstrapServers()),
            Statements.of(platform::provider))
        .judge(UNTIL_QUIET_MAX);
  }

  /** Loaded, and with it started, at the first use. */
  private static final class Shared {
    static final TestPlatform RUNNING =
        throwAway(new JsonObject().put("STANDALONE_AUDIT_INTERVAL_MS", 1_000));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(RUNNING::close, "shared-platform-close"));
    }
  }

  @Override
  public void close() {
    platform.close();
  }
}
