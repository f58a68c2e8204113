package insurancecontract.chassis.cluster;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.discovery.SharedRecords;
import insurancecontract.chassis.launch.Await;
import insurancecontract.chassis.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * A process that belongs to a cluster. Each second it prints whom it finds, and who has answered a
 * few questions on the event bus. At the end of its input it leaves, but stays to answer. Its
 * arguments are its own host and port, and {@code CLUSTER_MEMBERS}.
 */
final class Node {
  private static final String NAME = "node";
  private static final Duration A_WHILE = Duration.ofSeconds(30);
  private static final int QUESTIONS = 12;
  private static final long EVERY_MS = 1_000;
  private static final DeliveryOptions WITHIN = new DeliveryOptions().setSendTimeout(500);

  private final Vertx vertx;
  private final Discovery discovery;

  private Node(Vertx vertx, String host, int port) {
    this.vertx = vertx;
    this.discovery = new Discovery(vertx);
    vertx.eventBus().consumer(NAME, question -> question.reply(host + ":" + port));
    Await.end(discovery.publishHttp(NAME, host, port), "publishing", A_WHILE);
    Await.end(discovery.publishBus(NAME, NAME), "publishing", A_WHILE);
  }

  public static void main(String[] arguments) throws IOException {
    String host = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    Vertx vertx = Cluster.join(settings(host, port, arguments[2]), new VertxOptions());
    Await.end(vertx.deployVerticle(new SharedRecords()), "sharing", A_WHILE);
    Node node = new Node(vertx, host, port);
    long unused = vertx.setPeriodic(EVERY_MS, due -> node.look());
    System.in.transferTo(OutputStream.nullOutputStream());
    Await.end(node.discovery.withdraw(), "leaving", A_WHILE);
  }

  /** Of a node here, which takes this port and the two after it. */
  static ClusterSettings settings(String host, int port, String members) {
    JsonObject settings =
        new JsonObject()
            .put("CLUSTER_MEMBERS", members)
            .put("CLUSTER_HOST", host)
            .put("CLUSTER_PORT", port)
            .put("CLUSTER_BUS_PORT", port + 2)
            .put("CLUSTER_TLS", false);
    return Settings.bind(settings, "NODE", ClusterSettings::from).orElseThrow();
  }

  private void look() {
    Set<String> answered = new TreeSet<>();
    for (int i = 0; i < QUESTIONS; i++) {
      vertx
          .eventBus()
          .<String>request(NAME, "who", WITHIN)
          .onSuccess(reply -> answered.add(reply.body()));
    }
    long unused = vertx.setTimer(EVERY_MS, due -> print(answered));
  }

  private void print(Set<String> answered) {
    discovery
        .find(NAME)
        .onSuccess(
            found -> {
              Set<String> addresses = new TreeSet<>();
              for (Location location : found) {
                if (location instanceof HttpAddress at) addresses.add(at.host() + ":" + at.port());
              }
              System.out.println("finds " + addresses + " asks " + answered);
            })
        .onFailure(cause -> System.out.println(cause));
  }
}
