package insurancecontract.endtoend;

import static insurancecontract.endtoend.Clustered.UP_WITHIN;
import static insurancecontract.endtoend.Clustered.applied;
import static insurancecontract.endtoend.Clustered.apply;
import static insurancecontract.endtoend.Clustered.finds;
import static insurancecontract.endtoend.Clustered.instances;
import static insurancecontract.endtoend.Clustered.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.endtoend.Clustered.Load;
import insurancecontract.endtoend.Network.State;
import insurancecontract.launch.Services;
import insurancecontract.standalone.Wiring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Two JVMs that each have everything, and between them a network that splits and heals. */
@Tag("proof")
class SplitE2E {
  private static final Duration MISSED_WITHIN = Duration.ofSeconds(10);
  private static final String LEFT = "left";
  private static final String RIGHT = "right";
  private static final Map<String, String> HOSTS = Map.of(LEFT, "127.0.1.1", RIGHT, "127.0.1.2");

  @TempDir static Path directory;
  private static final Network NETWORK = new Network();
  private static ClusteredServices cluster;
  private static Api left;
  private static Api right;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        new ClusteredServices(
            directory,
            Map.of(LEFT, Services.ALL, RIGHT, Services.ALL),
            HOSTS::get,
            Clustered.settings(directory));
    for (String node : List.of(LEFT, RIGHT)) {
      for (int port : cluster.ports(node)) NETWORK.lead(HOSTS.get(node), Wiring.LOOPBACK, port);
    }
    left = new Api(cluster.address(LEFT));
    right = new Api(cluster.address(RIGHT));
    cluster.start(LEFT);
    finds(left, 1);
    cluster.start(RIGHT);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
    NETWORK.close();
  }

  @BeforeEach
  void each_finds_both() {
    finds(left, 2);
    finds(right, 2);
  }

  @AfterEach
  void nothing_is_lost() {
    Audited.isSatisfied(cluster.databases(), cluster.bootstrapServers());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OPEN")
  void both_sides_of_a_split_go_on_and_become_one_again(State split) {
    List<List<String>> streams =
        List.of(stream(cluster.address(LEFT)), stream(cluster.address(RIGHT)));
    try (Load atLeft = new Load(left);
        Load atRight = new Load(right)) {
      eachAsksTheOther();
      NETWORK.become(split);
      await("each is alone")
          .pollInterval(Duration.ofMillis(100))
          .atMost(MISSED_WITHIN)
          .until(SplitE2E::eachIsAlone);
      List<Double> calls = calls();
      for (Api side : List.of(left, right)) {
        await("nobody is refused").atMost(UP_WITHIN).until(() -> acceptsEachOf(20, side));
        applied(side, streams);
      }
      UUID key = UUID.randomUUID();
      assertThat(apply(left, key).body()).isEqualTo(apply(right, key).body());
      atLeft.goesOn();
      atRight.goesOn();
      assertThat(calls()).isEqualTo(calls);

      int refused = atLeft.refused().size() + atRight.refused().size();
      NETWORK.become(State.OPEN);
      each_finds_both();
      eachAsksTheOther();
      atLeft.goesOn();
      atRight.goesOn();
      assertThat(atLeft.refused().size() + atRight.refused().size()).isEqualTo(refused);
    }
    for (Api side : List.of(left, right)) applied(side, streams);
  }

  private static void eachAsksTheOther() {
    List<Double> before = calls();
    await("payment is called at both by the other")
        .atMost(UP_WITHIN)
        .until(
            () -> {
              List<Double> now = calls();
              return now.get(0) > before.get(0) + 10 && now.get(1) > before.get(1) + 10;
            });
  }

  private static List<Double> calls() {
    return List.of(cluster.messagesTo(LEFT), cluster.messagesTo(RIGHT));
  }

  private static boolean acceptsEachOf(int applications, Api side) {
    return IntStream.range(0, applications).allMatch(each -> apply(side).status() == 201);
  }

  /** Each finds one instance of each service, and no two the same. */
  private static boolean eachIsAlone() {
    Map<String, Set<String>> atLeft = instances(left);
    Map<String, Set<String>> atRight = instances(right);
    return atLeft.keySet().stream()
        .allMatch(
            service ->
                atLeft.get(service).size() == 1
                    && atRight.get(service).size() == 1
                    && Collections.disjoint(atLeft.get(service), atRight.get(service)));
  }
}
