package insurancecontract.building;

import static java.nio.charset.StandardCharsets.UTF_8;

import insurancecontract.contracts.Services;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.EmbeddedPostgres;
import insurancecontract.gateway.issuer.IssuerKey;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Starts and stops the packaged services once, on temporary servers, so that the JVM archives the
 * classes that a start loads.
 */
public final class Rehearsal {
  private static final String SECRET = "known-only-to-this-rehearsal-of-the-start";
  private static final long STOP_WITHIN_SECONDS = 60;

  private Rehearsal() {}

  /** The one argument is the directory of the distribution; a failure ends the build. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path distribution = Path.of(arguments[0]);
    Path settings = Files.createTempFile("rehearsal", ".json");
    try (var postgres = EmbeddedPostgres.throwAway();
        var kafka = EmbeddedKafka.throwAway()) {
      Files.writeString(settings, settings(postgres, kafka).encode());
      rehearse(distribution, settings);
    } finally {
      Files.delete(settings);
    }
  }

  private static JsonObject settings(EmbeddedPostgres postgres, EmbeddedKafka kafka) {
    JsonObject settings =
        new JsonObject()
            .put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
            .put("SERVICE_SECRET", SECRET)
            .put("IDENTITY_ISSUER", "rehearsal")
            .put("IDENTITY_JWKS", IssuerKey.generate().publicKeys())
            .put("HTTP_HOST", "127.0.0.1")
            .put("HTTP_PORT", 0)
            .put("MANAGEMENT_PORT", 0)
            .put("SHUTDOWN_PAUSE_MS", 0)
            // All services start at once, while the JVM records its classes, on a busy machine.
            .put("POSTGRES_CONNECT_TIMEOUT_MS", 60_000)
            .put("KAFKA_REQUEST_TIMEOUT_MS", 60_000);
    for (String service : Services.WITH_DATABASE) {
      Database database = postgres.createDatabase(service, service, SECRET);
      String prefix = service.toUpperCase(Locale.ROOT) + "_POSTGRES_";
      settings
          .put(prefix + "HOST", database.host())
          .put(prefix + "PORT", database.port())
          .put(prefix + "DATABASE", database.database())
          .put(prefix + "USER", database.user())
          .put(prefix + "PASSWORD", database.password());
    }
    return settings;
  }

  /** Runs the script itself, so that the archive matches the options that it passes to the JVM. */
  private static void rehearse(Path distribution, Path settings)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("service").toString());
    command.addAll(Services.ALL);
    command.addAll(List.of("--config", settings.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SERVICE_REHEARSAL", "true");
    Process process = builder.start();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains(" - ready ")) process.toHandle().destroy();
      }
    }
    boolean ended = process.waitFor(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    if (!ended || process.exitValue() != 0 || !Files.exists(distribution.resolve("services.jsa"))) {
      throw new IllegalStateException("the rehearsal failed: " + String.join("\n", output));
    }
  }
}
