package insurancecontract.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.embedded.Database;
import insurancecontract.processes.Services;
import insurancecontract.standalone.Client;
import insurancecontract.standalone.Client.Reply;
import insurancecontract.standalone.ClusteredServices;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs that form a cluster: two that need each other, of which one is cut off for a while,
 * and one with everything, which is killed. Then a newer version takes the place of each.
 */
class ClusterE2E {
  private static final Duration UP_WITHIN = Duration.ofSeconds(90);
  private static final Duration MISSED_WITHIN = Duration.ofSeconds(10);
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
  private static final String PASSWORD = "only-for-a-test";
  private static final String FRONT = "front";
  private static final String BACK = "back";
  private static final String WHOLE = "whole";

  @TempDir static Path directory;
  private static ClusteredServices cluster;
  private static Api front;
  private static Api whole;

  @BeforeAll
  static void start() throws IOException {
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    nodes.put(FRONT, List.of(Services.SUBSCRIPTION, Services.VIEW, Services.GATEWAY));
    nodes.put(BACK, List.of(Services.PAYMENT, Services.UNDERWRITING));
    nodes.put(WHOLE, Services.ALL);
    cluster = new ClusteredServices(directory, nodes, settings());
    front = new Api(cluster.address(FRONT));
    whole = new Api(cluster.address(WHOLE));
    cluster.start(BACK);
    cluster.start(FRONT);
    finds(front, 1);
    cluster.start(WHOLE);
  }

  /** Certificates made as the document says, and room enough on the desk. */
  private static JsonObject settings() throws IOException {
    String bin = Path.of(System.getProperty("java.home"), "bin").toString();
    String script = Shell.block(OPERATIONS, "cluster-stores");
    String printed =
        Shell.run(
            "set -e; cd %s; export PATH=%s:$PATH PASSWORD=%s\n%s"
                .formatted(directory, bin, PASSWORD, script.replaceAll("(?m)^   ", "")));
    Path keys = directory.resolve("keystore.p12");
    Path trusted = directory.resolve("truststore.p12");
    assertThat(trusted).as(printed).exists();
    JsonObject uma =
        new JsonObject().put("underwriterId", 77001520).put("name", "uma").put("capacity", 10_000);
    return new JsonObject()
        .put("UNDERWRITERS", new JsonArray().add(uma))
        // On a busy machine a process that has just started takes longer than one in service may.
        .put("BREAKER_TIMEOUT_MS", 10_000)
        .put("CLUSTER_KEY_STORE", keys.toString())
        .put("CLUSTER_TRUST_STORE", trusted.toString())
        .put("CLUSTER_STORE_PASSWORD", PASSWORD);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void each_node_finds_everything() {
    finds(front, 2);
    finds(whole, 2);
  }

  private static void finds(Api gateway, int each) {
    await("all are found")
        .atMost(UP_WITHIN)
        .ignoreExceptions()
        .until(() -> instances(gateway).values().stream().allMatch(it -> it.size() == each));
    await("it is open").atMost(UP_WITHIN).until(() -> apply(gateway).status() == 201);
  }

  @AfterEach
  void nothing_is_lost() {
    Audited.isSatisfied(cluster.databases(), cluster.bootstrapServers());
  }

  @Test
  void payment_is_called_on_the_bus_and_browsers_of_every_node_are_told() {
    List<List<String>> streams = List.of(stream(FRONT), stream(WHOLE));
    double calls = messagesTo(BACK);
    await("the other node is asked")
        .atMost(UP_WITHIN)
        .until(() -> apply(front).status() == 201 && messagesTo(BACK) > calls + 3);

    long id = front.apply("alice", "Fisrtcancer");
    front.reaches("alice", id, "UNDERWRITING");
    for (List<String> stream : streams) {
      await("told")
          .atMost(UP_WITHIN)
          .until(() -> stream.stream().anyMatch(line -> isOf(line, id, "UNDERWRITING")));
    }
  }

  @Test
  void a_node_that_is_killed_is_missed_within_ten_seconds_and_the_others_go_on() {
    Set<String> before = instances(front).get(Services.PAYMENT);
    try (Load load = new Load(front)) {
      load.goesOn();
      cluster.process(WHOLE).kill();
      await("it is missed")
          .pollInterval(Duration.ofMillis(100))
          .atMost(MISSED_WITHIN)
          .until(() -> instances(front).values().stream().allMatch(found -> found.size() == 1));
      assertThat(before).containsAll(instances(front).get(Services.PAYMENT));
      load.goesOn();
    }
    long id = front.apply("alice", "Fisrtcancer");
    JsonObject assigned = front.await("alice", id, "UNDERWRITING");
    front.does("sue", "/underwritings/" + assigned.getLong("underwritingId") + "/approve", null);
    front.reaches("alice", id, "CONTRACTED");
    cluster.start(WHOLE);
  }

  @Test
  void a_node_that_was_cut_off_is_missed_and_comes_back() {
    try (Load load = new Load(front)) {
      load.goesOn();
      cluster.signal(BACK, "STOP");
      await("it is missed")
          .pollInterval(Duration.ofMillis(100))
          .atMost(MISSED_WITHIN)
          .until(() -> instances(front).get(Services.PAYMENT).size() == 1);
      load.goesOn();
      cluster.signal(BACK, "CONT");
      each_node_finds_everything();
      double calls = messagesTo(BACK);
      await("it is asked again").atMost(UP_WITHIN).until(() -> messagesTo(BACK) > calls + 10);
    }
  }

  @Test
  void old_and_new_versions_work_together_and_nobody_notices_the_upgrade() throws SQLException {
    assertThat(isNewer()).isFalse();
    upgrade(BACK, front);
    assertThat(isNewer()).isTrue();
    upgrade(WHOLE, front);
    upgrade(FRONT, whole);
  }

  /** Under load at the gateway of another node. */
  private static void upgrade(String node, Api gateway) {
    try (Load load = new Load(gateway)) {
      load.goesOn();
      Set<String> before = addresses(gateway);
      var ended = CompletableFuture.supplyAsync(cluster.process(node)::terminate);
      await(node + " leaves")
          .pollInterval(Duration.ofMillis(20))
          .atMost(UP_WITHIN)
          .until(() -> whoIsFoundAnswers(before, gateway) && ended.isDone());
      assertThat(ended.join()).isZero();
      assertThat(addresses(gateway)).hasSizeLessThan(before.size());
      load.goesOn();

      cluster.startNewer(node);
      finds(front, 2);
      finds(whole, 2);
      load.goesOn();
      assertThat(load.refused()).isEmpty();
    }
  }

  /** In this order: who has gone silent is no longer found. */
  private static boolean whoIsFoundAnswers(Set<String> before, Api gateway) {
    List<String> silent = before.stream().filter(address -> !answers(address)).toList();
    assertThat(addresses(gateway)).filteredOn(silent::contains).isEmpty();
    return true;
  }

  private static boolean answers(String address) {
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket socket = new Socket(address.substring(0, colon), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private static Set<String> addresses(Api gateway) {
    Set<String> all = new TreeSet<>();
    instances(gateway).values().forEach(all::addAll);
    return all;
  }

  /** Someone applies, over and over. */
  private static final class Load implements AutoCloseable {
    private final ScheduledExecutorService people = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Reply> refused = new CopyOnWriteArrayList<>();

    Load(Api gateway) {
      var unused =
          people.scheduleWithFixedDelay(() -> apply(gateway), 0, 50, TimeUnit.MILLISECONDS);
    }

    private void apply(Api gateway) {
      Reply reply = ClusterE2E.apply(gateway);
      if (reply.status() == 201) {
        accepted.incrementAndGet();
      } else {
        refused.add(reply);
      }
    }

    List<Reply> refused() {
      return refused;
    }

    void goesOn() {
      int before = accepted.get();
      await("applications are accepted").atMost(UP_WITHIN).until(() -> accepted.get() > before + 3);
    }

    @Override
    public void close() {
      people.shutdownNow();
    }
  }

  /** Whether payment's table has what only a newer version makes. */
  private static boolean isNewer() throws SQLException {
    Database payment = cluster.databases().get(Services.PAYMENT);
    try (Connection connection =
            DriverManager.getConnection(payment.jdbcUrl(), payment.user(), payment.password());
        ResultSet found =
            connection.getMetaData().getColumns(null, null, "payment", "newer_note")) {
      return found.next();
    }
  }

  private static Reply apply(Api gateway) {
    return gateway.call(
        "bob",
        "POST",
        "/subscriptions",
        new JsonObject().put("productName", "Fisrtcancer3"),
        "Idempotency-Key",
        UUID.randomUUID().toString());
  }

  /** Where a gateway finds each service, but itself. */
  private static Map<String, Set<String>> instances(Api gateway) {
    JsonArray services = gateway.list("otto", "/platform/status", "services");
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (int i = 0; i < services.size(); i++) {
      JsonObject service = services.getJsonObject(i);
      if (service.getString("name").equals(Services.GATEWAY)) continue;
      Set<String> addresses = new TreeSet<>();
      for (Object instance : service.getJsonArray("instances")) {
        addresses.add(((JsonObject) instance).getString("address"));
      }
      found.put(service.getString("name"), addresses);
    }
    return found;
  }

  /** From other nodes: while none comes or goes, that is only what payment is asked. */
  private static double messagesTo(String node) {
    return cluster.sample(node, "vertx_eventbus_received_total{side=\"remote\"}");
  }

  private static List<String> stream(String node) {
    String address = cluster.address(node);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/events"))
            .header("Authorization", "Bearer " + Client.token(address, "alice"))
            .build();
    List<String> lines = new CopyOnWriteArrayList<>();
    var unused =
        HttpClient.newHttpClient()
            .sendAsync(request, BodyHandlers.ofLines())
            .thenAccept(answer -> answer.body().forEach(lines::add));
    return lines;
  }

  private static boolean isOf(String line, long id, String status) {
    if (!line.startsWith("data: ")) return false;
    JsonObject row = new JsonObject(line.substring("data: ".length()));
    return row.getLong("subscriptionId") == id
        && row.getString("subscriptionStatus").equals(status);
  }
}
