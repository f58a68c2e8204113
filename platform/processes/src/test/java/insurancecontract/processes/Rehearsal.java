package insurancecontract.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.EmbeddedPostgres;
import insurancecontract.gateway.issuer.IssuerKey;
import insurancecontract.launch.Services;
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
 * Starts and stops the packaged services once, on real servers that are thrown away, so that the
 * JVM writes down which classes to keep ready. A part of the build, not a test.
 */
final class Rehearsal {
  private static final String SECRET = "only-for-a-rehearsal-that-nobody-sees";
  private static final long ENDS_WITHIN_SECONDS = 60;

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
            // All services at once, while classes are loaded and recorded, on a machine that
            // builds.
            .put("POSTGRES_CONNECT_TIMEOUT_MS", 20_000);
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

  /** By the same script as ever, so that the archive fits what it says to the JVM. */
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
    boolean ended = process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    if (!ended || process.exitValue() != 0 || !Files.exists(distribution.resolve("services.jsa"))) {
      throw new IllegalStateException("the rehearsal failed: " + String.join("\n", output));
    }
  }
}
