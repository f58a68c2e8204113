package insurancecontract.endtoend;

import insurancecontract.operations.audit.Auditor;
import insurancecontract.operations.audit.Auditor.Judgement;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.MessageBroker;
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

  private final Platform platform;

  private TestPlatform(Platform platform) {
    this.platform = platform;
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
    Path file = settingsFile(settings);
    return new TestPlatform(Platform.start(new Platform.Options(data, 0, Optional.of(file), true)));
  }

  /** A settings file that holds these; it is removed when the JVM ends. */
  static Path settingsFile(JsonObject settings) {
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
            Databases.of(platform.databases()), MessageBroker.at(platform.bootstrapServers()))
        .judge(UNTIL_QUIET_MAX);
  }

  @Override
  public void close() {
    platform.close();
  }
}
