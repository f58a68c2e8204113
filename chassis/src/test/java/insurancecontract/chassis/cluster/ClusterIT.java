package insurancecontract.chassis.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import insurancecontract.embedded.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three processes that are one: one is killed, and one is cut off for a while. */
class ClusterIT {
  private static final Duration TOGETHER_WITHIN = Duration.ofSeconds(90);
  private static final Duration MISSED_WITHIN = Duration.ofSeconds(10);

  private final Map<Integer, Process> nodes = new HashMap<>();
  private final Map<Integer, String> last = new ConcurrentHashMap<>();

  @AfterEach
  void stop() {
    nodes.values().forEach(Process::destroyForcibly);
  }

  @Test
  void a_node_that_is_cut_off_is_missed_and_comes_back_and_one_that_is_killed_stays_away()
      throws IOException, InterruptedException {
    List<Integer> ports = ports();
    for (int port : ports) start(port, ports);
    awaitSeen(ports, ports, TOGETHER_WITHIN);

    int apart = ports.get(0);
    List<Integer> others = ports.subList(1, 3);
    signal(apart, "STOP");
    awaitSeen(others, others, MISSED_WITHIN);
    signal(apart, "CONT");
    awaitSeen(ports, ports, TOGETHER_WITHIN);

    nodes.get(apart).destroyForcibly();
    awaitSeen(others, others, MISSED_WITHIN);
  }

  /** Each of these sees those, in the records and on the event bus. */
  private void awaitSeen(List<Integer> by, List<Integer> those, Duration within) {
    String seen = new TreeSet<>(those).toString();
    String wanted = "finds " + seen + " asks " + seen;
    await(wanted + " " + by)
        .atMost(within)
        .until(
            () -> by.stream().map(last::get).toList(),
            found -> found.stream().allMatch(wanted::equals));
  }

  private void start(int port, List<Integer> ports) throws IOException {
    String members =
        ports.stream().map(each -> Node.HOST + ":" + each).collect(Collectors.joining(","));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Node.class.getName(),
                Integer.toString(port),
                members)
            .redirectErrorStream(true)
            .start();
    nodes.put(port, process);
    Thread reading = new Thread(() -> read(port, process.inputReader(UTF_8)), "node " + port);
    reading.setDaemon(true);
    reading.start();
  }

  private void read(int port, BufferedReader lines) {
    lines.lines().filter(line -> line.startsWith("finds ")).forEach(line -> last.put(port, line));
  }

  private void signal(int port, String signal) throws IOException, InterruptedException {
    int unused =
        new ProcessBuilder("kill", "-" + signal, Long.toString(nodes.get(port).pid()))
            .start()
            .waitFor();
  }

  /** Each is the first of three that are free, one after another. */
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
