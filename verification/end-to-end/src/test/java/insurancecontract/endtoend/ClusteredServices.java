package insurancecontract.endtoend;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.Ports;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.launch.Services;
import insurancecontract.processes.Main;
import insurancecontract.standalone.Secrets;
import insurancecontract.standalone.Wiring;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.PlatformProcess;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Several JVMs, each with some of the services, that form a cluster, on one PostgreSQL and one
 * Kafka. They have no list of each other's services.
 */
public final class ClusteredServices implements AutoCloseable {
  private static final Path NEWER = Path.of("target", "test-classes", "newer");

  /** One of the JVMs, which may be running. */
  private record Node(
      List<String> services,
      Path settings,
      int gatewayPort,
      int paymentManagementPort,
      List<Integer> ports) {}

  private final Map<String, Database> databases = new HashMap<>();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, PlatformProcess> processes = new HashMap<>();
  private final EmbeddedKafka kafka = EmbeddedKafka.throwAway();

  /**
   * None is running yet.
   *
   * @param directory for their secrets
   * @param services of each node by its name
   * @param further settings of all of them
   */
  public ClusteredServices(Path directory, Map<String, List<String>> services, JsonObject further) {
    this(directory, services, name -> Wiring.LOOPBACK, further);
  }

  /**
   * None is running yet.
   *
   * @param directory for their secrets
   * @param services of each node by its name
   * @param publicHost where others reach each node, at its {@link #ports}
   * @param further settings of all of them
   */
  public ClusteredServices(
      Path directory,
      Map<String, List<String>> services,
      UnaryOperator<String> publicHost,
      JsonObject further) {
    Secrets secrets = Secrets.keptIn(directory.resolve("secrets.json"));
    for (String service : Services.WITH_DATABASE) {
      databases.put(service, SharedPlatform.database(service));
    }
    Map<String, Integer> ports = new HashMap<>();
    services.keySet().forEach(name -> ports.put(name, pairOfPorts()));
    String members =
        ports.entrySet().stream()
            .map(node -> publicHost.apply(node.getKey()) + ":" + node.getValue())
            .collect(Collectors.joining(","));
    services.forEach(
        (name, own) -> {
          int port = ports.get(name);
          List<Integer> free = Ports.free(3);
          JsonObject settings =
              Wiring.defaults(free.get(0), databases, bootstrapServers(), secrets)
                  .put("CLUSTER_MEMBERS", members)
                  .put("CLUSTER_HOST", Wiring.LOOPBACK)
                  .put("CLUSTER_PUBLIC_HOST", publicHost.apply(name))
                  .put("HTTP_ADVERTISED_HOST", Wiring.LOOPBACK)
                  .put("CLUSTER_PORT", port)
                  .put("CLUSTER_BUS_PORT", free.get(1))
                  .put("PAYMENT_MANAGEMENT_PORT", free.get(2))
                  .put("KAFKA_INSTANCE_ID", name)
                  .put("KAFKA_SESSION_TIMEOUT_MS", 6_000)
                  .put("KAFKA_REQUEST_TIMEOUT_MS", 30_000)
                  .put("KAFKA_PARTITIONS", 3)
                  // Longer than the operator's page may be behind.
                  .put("SHUTDOWN_PAUSE_MS", 2_500)
                  .mergeIn(further);
          nodes.put(
              name,
              new Node(
                  own,
                  TestPlatform.settingsFile(settings),
                  free.get(0),
                  free.get(2),
                  List.of(port, port + 1, free.get(1))));
        });
  }

  /** A free port whose next one is free, too. */
  private static int pairOfPorts() {
    while (true) {
      int port = Ports.free(1).get(0);
      try (ServerSocket next = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
        return next.getLocalPort() - 1;
      } catch (IOException | IllegalArgumentException taken) {
        // Another one, then.
      }
    }
  }

  /** Starts a node that is not running. */
  public void start(String name) {
    start(name, System.getProperty("java.class.path"));
  }

  /** The same as a newer version, which has one more column in each database. */
  public void startNewer(String name) {
    start(name, System.getProperty("java.class.path") + File.pathSeparator + NEWER);
  }

  private void start(String name, String classPath) {
    Node node = nodes.get(name);
    List<String> arguments = new ArrayList<>(node.services());
    arguments.addAll(List.of("--config", node.settings().toString()));
    processes.put(
        name, PlatformProcess.run(classPath, Main.class, arguments.toArray(String[]::new)));
  }

  /** The process of a node. */
  public PlatformProcess process(String name) {
    return processes.get(name);
  }

  /** Lets a node hang, as a long pause or a cut network does, or go on; it notices nothing. */
  public void signal(String name, String signal) {
    try {
      int unused =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process(name).pid()))
              .start()
              .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where the gateway of a node is. */
  public String address(String name) {
    return "http://" + Wiring.LOOPBACK + ":" + nodes.get(name).gatewayPort();
  }

  /** Where other nodes reach a node: who belongs to it, whether it is there, and messages. */
  public List<Integer> ports(String name) {
    return nodes.get(name).ports();
  }

  /** What a node with payment measures under this name; 0 when there is no such thing yet. */
  private double sample(String name, String sample) {
    String address = "http://" + Wiring.LOOPBACK + ":" + nodes.get(name).paymentManagementPort();
    return Client.anonymous(address)
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length())))
        .sum();
  }

  /** From others to a node with payment: while none comes or goes, what payment is asked. */
  public double messagesTo(String name) {
    return sample(name, "vertx_eventbus_received_total{side=\"remote\"}");
  }

  /** The databases by service. */
  public Map<String, Database> databases() {
    return databases;
  }

  /** Where Kafka is. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    processes.values().forEach(PlatformProcess::kill);
    kafka.close();
  }
}
