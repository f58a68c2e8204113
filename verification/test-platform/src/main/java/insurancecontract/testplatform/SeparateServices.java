package insurancecontract.testplatform;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.Ports;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.launch.Services;
import insurancecontract.processes.Main;
import insurancecontract.standalone.Secrets;
import insurancecontract.standalone.Wiring;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** Every service as a process of its own, on one PostgreSQL and one Kafka. */
public final class SeparateServices implements AutoCloseable {
  private final Map<String, Database> databases = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Integer> managementPorts = new HashMap<>();
  private final Map<String, PlatformProcess> processes = new HashMap<>();
  private final Map<String, Path> settings = new HashMap<>();

  /** Starts them, found by each other through the list in the settings. */
  public SeparateServices(Path directory) {
    this(directory, SeparateServices::listed);
  }

  /**
   * Starts them; they are ready when they answer.
   *
   * @param directory for their secrets
   * @param further settings of a service, by its name and all of these services
   */
  public SeparateServices(
      Path directory, BiFunction<String, SeparateServices, JsonObject> further) {
    Secrets secrets = Secrets.keptIn(directory.resolve("secrets.json"));
    for (String service : Services.WITH_DATABASE) {
      databases.put(service, SharedPlatform.database(service));
    }
    Iterator<Integer> free = Ports.free(2 * Services.ALL.size()).iterator();
    for (String service : Services.ALL) {
      ports.put(service, free.next());
      managementPorts.put(service, free.next());
    }
    JsonObject values = settings(secrets);
    for (String service : Services.ALL) {
      JsonObject own = values.copy().mergeIn(further.apply(service, this));
      settings.put(service, TestPlatform.settingsFile(own));
    }
    Services.ALL.forEach(this::start);
  }

  private JsonObject settings(Secrets secrets) {
    JsonObject values =
        Wiring.defaults(ports.get(Services.GATEWAY), databases, bootstrapServers(), secrets);
    for (String service : Services.WITH_DATABASE) {
      values.put(service.toUpperCase(Locale.ROOT) + "_HTTP_PORT", ports.get(service));
    }
    for (String service : Services.ALL) {
      values.put(
          service.toUpperCase(Locale.ROOT) + "_MANAGEMENT_PORT", managementPorts.get(service));
    }
    return values.put("SHUTDOWN_PAUSE_MS", 500);
  }

  private static JsonObject listed(String caller, SeparateServices all) {
    JsonArray listed = new JsonArray();
    for (String service : Services.WITH_DATABASE) {
      listed.add(
          new JsonObject()
              .put("name", service)
              .put("host", Wiring.LOOPBACK)
              .put("port", all.port(service))
              .put("managementPort", all.managementPort(service)));
    }
    return new JsonObject().put("DISCOVERY_SERVICES", listed).put("DISCOVERY_CHECK_MS", 100);
  }

  /** Starts a service that is not running. */
  public void start(String service) {
    processes.put(
        service,
        PlatformProcess.run(Main.class, service, "--config", settings.get(service).toString()));
  }

  /** The settings file of a service. */
  public Path settings(String service) {
    return settings.get(service);
  }

  /** The process of a service. */
  public PlatformProcess process(String service) {
    return processes.get(service);
  }

  /** Where the gateway is. */
  public String address() {
    return address(Services.GATEWAY);
  }

  /** Where a service answers. */
  public String address(String service) {
    return "http://" + Wiring.LOOPBACK + ":" + port(service);
  }

  /** Where a service serves its health and metrics. */
  public String management(String service) {
    return "http://" + Wiring.LOOPBACK + ":" + managementPort(service);
  }

  /** The port at which a service answers. */
  public int port(String service) {
    return ports.get(service);
  }

  /** The port of its health and metrics. */
  public int managementPort(String service) {
    return managementPorts.get(service);
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
