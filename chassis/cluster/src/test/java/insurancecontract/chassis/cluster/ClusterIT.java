package insurancecontract.chassis.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.launch.Await;
import insurancecontract.embedded.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are one: one leaves, one is killed, and one is cut off for a while. */
@Tag("proof")
class ClusterIT {
  private static final Duration MERGED_WITHIN = Duration.ofSeconds(90);
  private static final Duration REMOVED_WITHIN = Duration.ofSeconds(10);

  private final Map<String, Process> nodes = new HashMap<>();
  private final Map<String, String> last = new ConcurrentHashMap<>();

  @AfterEach
  void stop() {
    nodes.values().forEach(Process::destroyForcibly);
  }

  @Test
  void a_frozen_node_leaves_and_rejoins_and_a_killed_one_stays_away()
      throws IOException, InterruptedException {
    List<String> all = ports().stream().map(port -> "127.0.0.1:" + port).toList();
    for (String address : all) start(address, String.join(",", all));
    awaitSeen(all, all, MERGED_WITHIN);

    String apart = all.get(0);
    List<String> others = all.subList(1, 3);
    signal(apart, "STOP");
    awaitSeen(others, others, REMOVED_WITHIN);
    signal(apart, "CONT");
    awaitSeen(all, all, MERGED_WITHIN);

    nodes.get(apart).destroyForcibly();
    awaitSeen(others, others, REMOVED_WITHIN);
  }

  @Test
  void a_leaving_node_gets_no_new_requests_while_it_still_answers() throws IOException {
    List<String> both = ports().subList(0, 2).stream().map(port -> "127.0.0.1:" + port).toList();
    for (String address : both) start(address, String.join(",", both));
    awaitSeen(both, both, MERGED_WITHIN);

    List<String> stays = both.subList(0, 1);
    nodes.get(both.get(1)).outputWriter(UTF_8).close();
    awaitSeen(both, stays, REMOVED_WITHIN);
  }

  @Test
  void an_address_stays_reachable_while_it_is_registered_again() {
    List<Integer> ports = ports();
    String members = "127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1);
    Vertx asked =
        Cluster.join(Node.settings("127.0.0.1", ports.get(0), members), new VertxOptions());
    Vertx asks =
        Cluster.join(Node.settings("127.0.0.1", ports.get(1), members), new VertxOptions());
    try {
      var there = asked.eventBus().<String>consumer("who", question -> question.reply("I"));
      Await.end(there.completion(), "listening", REMOVED_WITHIN);
      await()
          .atMost(REMOVED_WITHIN)
          .ignoreExceptions()
          .until(
              () ->
                  Await.done(asks.eventBus().request("who", ""), "asking", REMOVED_WITHIN) != null);
      var manager = (RestoringClusterManager) ((VertxInternal) asked).clusterManager();
      for (int i = 0; i < 20; i++) {
        Future<Void> done = manager.reregister();
        do {
          Await.end(asks.eventBus().request("who", ""), "asking", REMOVED_WITHIN);
        } while (!done.isComplete());
      }
    } finally {
      Await.end(Future.join(asks.close(), asked.close()), "leaving", MERGED_WITHIN);
    }
  }

  /** As with a headless Service, where all pods have the same port. */
  @Test
  void nodes_find_each_other_by_one_DNS_name_for_all_addresses(@TempDir Path directory)
      throws IOException {
    Path names = directory.resolve("hosts");
    Files.writeString(names, "127.0.0.1 members\n127.0.0.2 members\n");
    int port = ports().get(0);
    List<String> both = List.of("127.0.0.1:" + port, "127.0.0.2:" + port);
    for (String address : both) start(address, "dns:members", "-Djdk.net.hosts.file=" + names);
    awaitSeen(both, both, MERGED_WITHIN);
  }

  /**
   * Waits until each of {@code by} sees all of {@code those}, in discovery and on the event bus.
   */
  private void awaitSeen(List<String> by, List<String> those, Duration within) {
    String seen = new TreeSet<>(those).toString();
    String wanted = "finds " + seen + " asks " + seen;
    await(wanted + " " + by)
        .atMost(within)
        .until(
            () -> by.stream().map(last::get).toList(),
            found -> found.stream().allMatch(wanted::equals));
  }

  private void start(String address, String members, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Node.class.getName()));
    command.addAll(List.of(address.split(":", 2)));
    command.add(members);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    nodes.put(address, process);
    Thread reading = new Thread(() -> read(address, process.inputReader(UTF_8)), address);
    reading.setDaemon(true);
    reading.start();
  }

  private void read(String address, BufferedReader lines) {
    lines
        .lines()
        .filter(line -> line.startsWith("finds "))
        .forEach(line -> last.put(address, line));
  }

  private void signal(String address, String signal) throws IOException, InterruptedException {
    int unused =
        new ProcessBuilder("kill", "-" + signal, Long.toString(nodes.get(address).pid()))
            .start()
            .waitFor();
  }

  /** Each is the first of three consecutive free ports. */
  private static List<Integer> ports() {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < 3) {
      int port = Ports.free(1).get(0);
      if (isFree(port + 1) && isFree(port + 2)) ports.add(port);
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket held = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return held.isBound();
    } catch (IOException | IllegalArgumentException taken) {
      return false;
    }
  }
}
