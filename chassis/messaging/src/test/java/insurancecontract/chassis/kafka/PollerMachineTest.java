package insurancecontract.chassis.kafka;

import static insurancecontract.chassis.kafka.PollerMachine.Effect.Action.LEAVE;
import static insurancecontract.chassis.kafka.PollerMachine.Effect.Action.POLL;
import static insurancecontract.chassis.kafka.PollerMachine.Input.Signal.COMMIT_FAILED;
import static insurancecontract.chassis.kafka.PollerMachine.Input.Signal.FAILED;
import static insurancecontract.chassis.kafka.PollerMachine.Input.Signal.INTERRUPTED;
import static insurancecontract.chassis.kafka.PollerMachine.Input.Signal.STOP;
import static insurancecontract.chassis.kafka.PollerMachine.Input.Signal.TURN;
import static insurancecontract.chassis.kafka.Records.partition;
import static insurancecontract.chassis.kafka.Records.readable;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.TransitionTable;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Commit;
import insurancecontract.chassis.kafka.PollerMachine.Effect.CommitNow;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Deliver;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Pause;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Release;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Rest;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Resume;
import insurancecontract.chassis.kafka.PollerMachine.Input;
import insurancecontract.chassis.kafka.PollerMachine.Input.Applied;
import insurancecontract.chassis.kafka.PollerMachine.Input.Assigned;
import insurancecontract.chassis.kafka.PollerMachine.Input.Committed;
import insurancecontract.chassis.kafka.PollerMachine.Input.Lost;
import insurancecontract.chassis.kafka.PollerMachine.Input.Polled;
import insurancecontract.chassis.kafka.PollerMachine.Input.Released;
import insurancecontract.chassis.kafka.PollerMachine.Input.Revoked;
import insurancecontract.chassis.kafka.PollerMachine.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PollerMachineTest {
  private static final Set<TopicPartition> FIRST = Set.of(partition(0));
  private static final Input ASSIGNED = new Assigned(FIRST);
  private static final Input REVOKED = new Revoked(FIRST);
  private static final Input RELEASED = new Released(FIRST);

  private static final Map<String, Input> INPUTS = new LinkedHashMap<>();

  static {
    for (Input signal : Input.Signal.values()) INPUTS.put(signal.toString(), signal);
    INPUTS.put("ASSIGNED", ASSIGNED);
    INPUTS.put("REVOKED", REVOKED);
    INPUTS.put("LOST", new Lost(FIRST));
    INPUTS.put("NONE REVOKED", new Revoked(Set.of()));
    INPUTS.put("RELEASED", RELEASED);
    INPUTS.put("POLLED", polled(readable(0, 5)));
    INPUTS.put("NOTHING POLLED", polled());
    INPUTS.put("APPLIED", applied(0, 6));
    INPUTS.put("COMMITTED", new Committed(offset(0, 6)));
  }

  private static final Map<String, List<Input>> SITUATIONS = new LinkedHashMap<>();

  static {
    List<Input> batch = List.of(ASSIGNED, TURN, polled(readable(0, 5)));
    SITUATIONS.put("READY", batch);
    SITUATIONS.put("READY applied", and(batch, applied(0, 6)));
    SITUATIONS.put("READY stopping", and(batch, STOP));
    SITUATIONS.put("READY applied stopping", and(batch, applied(0, 6), STOP));
    SITUATIONS.put("POLLING", List.of(ASSIGNED, TURN));
    SITUATIONS.put("POLLING committing", and(batch, applied(0, 6), TURN));
    SITUATIONS.put("RESTING", List.of(ASSIGNED, TURN, FAILED));
    SITUATIONS.put("HANDING_OVER", List.of(ASSIGNED, TURN, REVOKED));
    SITUATIONS.put("HANDING_OVER applied", and(batch, TURN, REVOKED, applied(0, 6)));
    SITUATIONS.put("ENDED", List.of(STOP, TURN));
  }

  /** What cannot happen in a state is rejected. */
  private static final Map<String, Set<State>> POSSIBLE =
      Map.of(
          "TURN", Set.of(State.READY, State.RESTING),
          "POLLED", Set.of(State.POLLING),
          "NOTHING POLLED", Set.of(State.POLLING),
          "RELEASED", Set.of(State.HANDING_OVER),
          "REVOKED", Set.of(State.READY, State.POLLING, State.RESTING, State.ENDED),
          "NONE REVOKED", Set.of(State.READY, State.POLLING, State.RESTING, State.ENDED),
          "LOST", Set.of(State.READY, State.POLLING, State.RESTING, State.ENDED));

  /** Every transition: where, what happens, where to, which effects. Anything else is ignored. */
  private static final String TRANSITIONS =
      """
      READY                  | TURN           | POLLING      | poll
      READY                  | FAILED         | RESTING      | rest 100
      READY                  | REVOKED        | HANDING_OVER | release 0
      READY                  | LOST           | HANDING_OVER | release 0
      READY                  | APPLIED        | READY        | resume 0
      READY applied          | TURN           | POLLING      | commit 0=6, poll
      READY applied          | FAILED         | RESTING      | rest 100
      READY applied          | REVOKED        | HANDING_OVER | release 0
      READY applied          | LOST           | HANDING_OVER | release 0
      READY applied          | APPLIED        | READY        | resume 0
      READY stopping         | TURN           | ENDED        | leave
      READY stopping         | FAILED         | RESTING      | rest 100
      READY stopping         | REVOKED        | HANDING_OVER | release 0
      READY stopping         | LOST           | HANDING_OVER | release 0
      READY stopping         | APPLIED        | READY        | resume 0
      READY applied stopping | TURN           | ENDED        | commit now 0=6, leave
      READY applied stopping | FAILED         | RESTING      | rest 100
      READY applied stopping | REVOKED        | HANDING_OVER | release 0
      READY applied stopping | LOST           | HANDING_OVER | release 0
      READY applied stopping | APPLIED        | READY        | resume 0
      POLLING                | POLLED         | READY        | pause 0, deliver 0:5
      POLLING                | NOTHING POLLED | READY        |
      POLLING                | INTERRUPTED    | READY        |
      POLLING                | FAILED         | RESTING      | rest 100
      POLLING                | REVOKED        | HANDING_OVER | release 0
      POLLING                | LOST           | HANDING_OVER | release 0
      POLLING                | APPLIED        | POLLING      | resume 0
      POLLING committing     | POLLED         | READY        | pause 0, deliver 0:5
      POLLING committing     | NOTHING POLLED | READY        |
      POLLING committing     | INTERRUPTED    | READY        |
      POLLING committing     | FAILED         | RESTING      | rest 100
      POLLING committing     | REVOKED        | HANDING_OVER | release 0
      POLLING committing     | LOST           | HANDING_OVER | release 0
      POLLING committing     | APPLIED        | POLLING      | resume 0
      RESTING                | TURN           | POLLING      | poll
      RESTING                | INTERRUPTED    | READY        |
      RESTING                | FAILED         | RESTING      | rest 200
      RESTING                | REVOKED        | HANDING_OVER | release 0
      RESTING                | LOST           | HANDING_OVER | release 0
      RESTING                | APPLIED        | RESTING      | resume 0
      HANDING_OVER           | RELEASED       | POLLING      |
      HANDING_OVER           | INTERRUPTED    | READY        |
      HANDING_OVER           | FAILED         | RESTING      | rest 100
      HANDING_OVER           | APPLIED        | HANDING_OVER | resume 0
      HANDING_OVER applied   | RELEASED       | POLLING      | commit now 0=6
      HANDING_OVER applied   | INTERRUPTED    | READY        |
      HANDING_OVER applied   | FAILED         | RESTING      | rest 100
      HANDING_OVER applied   | APPLIED        | HANDING_OVER | resume 0
      """;

  private static final TransitionTable<Input> TABLE =
      new TransitionTable<>(SITUATIONS, INPUTS, TRANSITIONS);

  private static List<Input> and(List<Input> first, Input... then) {
    return Stream.concat(first.stream(), Arrays.stream(then)).toList();
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Input polled(ConsumerRecord<String, byte[]>... records) {
    return new Polled(Arrays.stream(records).toList());
  }

  private static Map<TopicPartition, OffsetAndMetadata> offset(int number, long offset) {
    return Map.of(partition(number), new OffsetAndMetadata(offset));
  }

  private static Input applied(int number, long offset) {
    return new Applied(offset(number, offset), Set.of(partition(number)));
  }

  static Stream<Arguments> every_situation_and_input() {
    return TABLE.all();
  }

  @ParameterizedTest(name = "{0} + {1}")
  @MethodSource
  void every_situation_and_input(String situation, String name) {
    PollerMachine machine = machine(SITUATIONS.get(situation));
    boolean possible =
        POSSIBLE.getOrDefault(name, Set.of(State.values())).contains(machine.state());
    TABLE.check(situation, name, possible, machine::state, input -> on(machine, input));
  }

  private static PollerMachine machine(List<Input> inputs) {
    var machine = new PollerMachine(Records.SETTINGS);
    inputs.forEach(input -> feed(machine, input));
    return machine;
  }

  private static void feed(PollerMachine machine, Input input) {
    var unused = machine.on(input);
  }

  private static String on(PollerMachine machine, Input input) {
    return String.join(", ", machine.on(input).stream().map(PollerMachineTest::described).toList());
  }

  private static String described(PollerMachine.Effect effect) {
    if (effect == POLL) return "poll";
    if (effect == LEAVE) return "leave";
    if (effect instanceof Commit commit) return "commit" + offsets(commit.offsets());
    if (effect instanceof CommitNow commit) return "commit now" + offsets(commit.offsets());
    if (effect instanceof Pause pause) return "pause" + numbers(pause.partitions());
    if (effect instanceof Resume resume) return "resume" + numbers(resume.partitions());
    if (effect instanceof Release release) return "release" + numbers(release.partitions());
    if (effect instanceof Rest rest) return "rest " + rest.millis();
    return "deliver"
        + joined(
            ((Deliver) effect)
                .records().stream().map(record -> record.partition() + ":" + record.offset()));
  }

  private static String offsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
    return joined(
        offsets.entrySet().stream()
            .map(it -> it.getKey().partition() + "=" + it.getValue().offset())
            .sorted());
  }

  private static String numbers(Set<TopicPartition> partitions) {
    return joined(partitions.stream().map(it -> Integer.toString(it.partition())).sorted());
  }

  private static String joined(Stream<String> words) {
    return String.join("", words.map(word -> " " + word).toList());
  }

  @Test
  void one_commit_is_in_flight_and_later_offsets_go_with_the_next() {
    PollerMachine machine = machine(SITUATIONS.get("POLLING committing"));
    feed(machine, polled(readable(0, 6)));
    feed(machine, applied(0, 7));
    assertThat(on(machine, TURN)).isEqualTo("poll");
    feed(machine, new Committed(offset(0, 6)));
    feed(machine, polled());
    assertThat(on(machine, TURN)).isEqualTo("commit 0=7, poll");
  }

  @Test
  void what_was_committed_is_not_committed_again() {
    PollerMachine machine = machine(SITUATIONS.get("POLLING committing"));
    feed(machine, new Committed(offset(0, 6)));
    feed(machine, polled());
    assertThat(on(machine, TURN)).isEqualTo("poll");
  }

  @Test
  void a_commit_that_failed_is_tried_again() {
    PollerMachine machine = machine(SITUATIONS.get("POLLING committing"));
    feed(machine, COMMIT_FAILED);
    feed(machine, INTERRUPTED);
    assertThat(on(machine, TURN)).isEqualTo("commit 0=6, poll");
  }

  @Test
  void a_batch_from_before_a_partition_left_and_came_back_does_not_move_it_back() {
    PollerMachine machine =
        machine(List.of(ASSIGNED, TURN, polled(readable(0, 0)), REVOKED, RELEASED, ASSIGNED));
    feed(machine, TURN);
    feed(machine, polled(readable(0, 2)));
    assertThat(on(machine, applied(0, 1))).isEqualTo("resume 0");
    assertThat(on(machine, TURN)).isEqualTo("poll");
  }

  @Test
  void nothing_is_committed_of_a_partition_that_has_not_been_polled_since_it_came_back() {
    PollerMachine machine =
        machine(List.of(ASSIGNED, TURN, polled(readable(0, 0)), REVOKED, RELEASED, ASSIGNED));
    feed(machine, applied(0, 1));
    assertThat(on(machine, TURN)).isEqualTo("poll");
  }

  @Test
  void a_partition_of_another_member_is_neither_committed_nor_resumed() {
    PollerMachine machine =
        machine(List.of(ASSIGNED, TURN, polled(readable(0, 0)), REVOKED, RELEASED));
    assertThat(on(machine, applied(0, 1))).isEmpty();
    assertThat(on(machine, TURN)).isEqualTo("poll");
  }

  @Test
  void offsets_of_lost_partitions_are_not_committed() {
    PollerMachine machine = machine(SITUATIONS.get("READY applied"));
    assertThat(on(machine, new Lost(FIRST))).isEqualTo("release 0");
    assertThat(on(machine, RELEASED)).isEmpty();
    assertThat(on(machine, TURN)).isEqualTo("poll");
  }

  @Test
  void a_hand_over_commits_its_own_partitions_only() {
    PollerMachine machine =
        machine(
            List.of(
                new Assigned(List.of(partition(0), partition(1))),
                TURN,
                polled(readable(0, 0), readable(1, 0)),
                applied(0, 1),
                applied(1, 1),
                REVOKED));
    assertThat(on(machine, RELEASED)).isEqualTo("commit now 0=1");
    assertThat(on(machine, TURN)).isEqualTo("commit 1=1, poll");
  }

  @Test
  void rests_double_up_to_a_limit_and_start_over_after_a_poll() {
    PollerMachine machine = machine(List.of(TURN));
    for (String rest : List.of("rest 100", "rest 200", "rest 400", "rest 400")) {
      assertThat(on(machine, FAILED)).isEqualTo(rest);
      feed(machine, TURN);
    }
    feed(machine, polled());
    assertThat(on(machine, FAILED)).isEqualTo("rest 100");
  }

  @Test
  void a_stop_in_a_poll_ends_with_the_next_turn() {
    PollerMachine machine = machine(List.of(ASSIGNED, TURN, STOP));
    feed(machine, INTERRUPTED);
    assertThat(on(machine, TURN)).isEqualTo("leave");
    assertThat(on(machine, FAILED)).isEmpty();
    assertThat(machine.state()).isEqualTo(State.ENDED);
  }
}
