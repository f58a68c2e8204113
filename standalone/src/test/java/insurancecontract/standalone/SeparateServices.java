package insurancecontract.standalone;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.Ports;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.processes.Main;
import insurancecontract.processes.Services;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every service as a process of its own, on one PostgreSQL and one Kafka, each found by the others
 * through the list in the settings.
 */
public final class SeparateServices implements AutoCloseable {
  private final Map<String, Database> databases = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, PlatformProcess> processes = new HashMap<>();
  private final Path settings;

  /** Starts them, with their secrets in the directory; they are ready when they answer. */
  public SeparateServices(Path directory) {
    Secrets secrets = Secrets.keptIn(directory.resolve("secrets.json"));
    for (String service : Services.WITH_DATABASE) {
      databases.put(service, SharedPlatform.database(service));
    }
    List<Integer> free = Ports.free(Services.ALL.size());
    for (String service : Services.ALL) ports.put(service, free.get(ports.size()));
    settings = TestPlatform.settingsFile(settings(secrets));
    Services.ALL.forEach(this::start);
  }

  private JsonObject settings(Secrets secrets) {
    JsonObject values =
        Wiring.defaults(ports.get(Services.GATEWAY), databases, bootstrapServers(), secrets);
    JsonArray listed = new JsonArray();
    for (String service : Services.WITH_DATABASE) {
      int port = ports.get(service);
      values.put(service.toUpperCase(Locale.ROOT) + "_HTTP_PORT", port);
      listed.add(
          new JsonObject().put("name", service).put("host", Wiring.LOOPBACK).put("port", port));
    }
    return values
        .put("DISCOVERY_SERVICES", listed)
        .put("DISCOVERY_CHECK_MS", 100)
        .put("SHUTDOWN_PAUSE_MS", 500);
  }

  /** Starts a service that is not running. */
  public void start(String service) {
    processes.put(
        service, PlatformProcess.run(Main.class, service, "--config", settings.toString()));
  }

  /** The process of a service. */
  public PlatformProcess process(String service) {
    return processes.get(service);
  }

  /** Where the gateway is. */
  public String address() {
    return "http://" + Wiring.LOOPBACK + ":" + ports.get(Services.GATEWAY);
  }

  /** The databases by service. */
  public Map<String, Database> databases() {
    return databases;
  }

  /** Where Kafka is. */
  public String bootstrapServers() {
    return SharedPlatform.kafka().bootstrapServers();
  }

  @Override
  public void close() {
    processes.values().forEach(PlatformProcess::close);
  }
}
