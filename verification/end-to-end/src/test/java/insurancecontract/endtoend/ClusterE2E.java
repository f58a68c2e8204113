package insurancecontract.endtoend;

import static insurancecontract.endtoend.Clustered.UP_WITHIN;
import static insurancecontract.endtoend.Clustered.applied;
import static insurancecontract.endtoend.Clustered.apply;
import static insurancecontract.endtoend.Clustered.finds;
import static insurancecontract.endtoend.Clustered.instances;
import static insurancecontract.endtoend.Clustered.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.embedded.Database;
import insurancecontract.endtoend.Clustered.Load;
import insurancecontract.launch.Services;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs that form a cluster: two that need each other, of which one is cut off for a while,
 * and one with everything, which is killed. Then a newer version takes the place of each.
 */
@Tag("proof")
class ClusterE2E {
  private static final Duration MISSED_WITHIN = Duration.ofSeconds(10);
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
    cluster = new ClusteredServices(directory, nodes, Clustered.settings(directory));
    front = new Api(cluster.address(FRONT));
    whole = new Api(cluster.address(WHOLE));
    cluster.start(BACK);
    cluster.start(FRONT);
    finds(front, 1);
    cluster.start(WHOLE);
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

  @AfterEach
  void nothing_is_lost() {
    Audited.isSatisfied(cluster.databases(), cluster.bootstrapServers());
  }

  @Test
  void payment_is_called_on_the_bus_and_browsers_of_every_node_are_told() {
    List<List<String>> streams =
        List.of(stream(cluster.address(FRONT)), stream(cluster.address(WHOLE)));
    double calls = cluster.messagesTo(BACK);
    await("the other node is asked")
        .atMost(UP_WITHIN)
        .until(() -> apply(front).status() == 201 && cluster.messagesTo(BACK) > calls + 3);

    applied(front, streams);
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
      assertThat(load.refused()).isEmpty();
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
      int refused = load.refused().size();
      load.goesOn(60);
      cluster.signal(BACK, "CONT");
      each_node_finds_everything();
      double calls = cluster.messagesTo(BACK);
      await("it is asked again")
          .atMost(UP_WITHIN)
          .until(() -> cluster.messagesTo(BACK) > calls + 10);
      assertThat(load.refused()).as("once it is missed").hasSize(refused);
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
}
