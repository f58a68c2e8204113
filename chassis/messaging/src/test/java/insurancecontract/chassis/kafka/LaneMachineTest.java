package insurancecontract.chassis.kafka;

import static insurancecontract.chassis.kafka.LaneMachine.Input.Signal.CLOSE;
import static insurancecontract.chassis.kafka.LaneMachine.Input.Signal.HANDLED;
import static insurancecontract.chassis.kafka.LaneMachine.Input.Signal.PARKED;
import static insurancecontract.chassis.kafka.LaneMachine.Input.Signal.PARKING_FAILED;
import static insurancecontract.chassis.kafka.LaneMachine.Input.Signal.PAUSE_OVER;
import static insurancecontract.chassis.kafka.Records.partition;
import static insurancecontract.chassis.kafka.Records.readable;
import static insurancecontract.chassis.kafka.Records.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.TransitionTable;
import insurancecontract.chassis.kafka.LaneMachine.Effect;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Applied;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Handle;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Park;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Pause;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Released;
import insurancecontract.chassis.kafka.LaneMachine.Input;
import insurancecontract.chassis.kafka.LaneMachine.Input.Arrived;
import insurancecontract.chassis.kafka.LaneMachine.Input.HandlingFailed;
import insurancecontract.chassis.kafka.LaneMachine.Input.Poisoned;
import insurancecontract.chassis.kafka.LaneMachine.Input.Revoked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaneMachineTest {
  private static final Input FAILED = new HandlingFailed();
  private static final Input POISONED = new Poisoned("no such order");

  private static final Map<String, Input> INPUTS = new LinkedHashMap<>();

  static {
    for (Input signal : Input.Signal.values()) INPUTS.put(signal.toString(), signal);
    INPUTS.put("FAILED", FAILED);
    INPUTS.put("POISONED", POISONED);
    INPUTS.put("ARRIVED", arrived(readable(1, 5)));
    INPUTS.put("REVOKED", revoked(0));
  }

  /** Results of a step; each is rejected where that step is not in flight. */
  private static final Set<Input> RESULTS =
      Set.of(HANDLED, FAILED, POISONED, PARKED, PARKING_FAILED);

  private static final Map<String, List<Input>> SITUATIONS = new LinkedHashMap<>();

  static {
    Input one = arrived(readable(0, 0));
    Input torn = arrived(unreadable(0, 0));
    SITUATIONS.put("IDLE", List.of());
    SITUATIONS.put("HANDLING one", List.of(one));
    SITUATIONS.put("HANDLING two", List.of(arrived(readable(0, 0), readable(0, 1))));
    SITUATIONS.put("HANDLING closing", List.of(one, CLOSE));
    SITUATIONS.put("HANDLING revoked", List.of(one, revoked(0)));
    SITUATIONS.put("PARKING", List.of(torn));
    SITUATIONS.put("PARKING closing", List.of(torn, CLOSE));
    SITUATIONS.put("PAUSED handling", List.of(one, FAILED));
    SITUATIONS.put("PAUSED parking", List.of(torn, PARKING_FAILED));
    SITUATIONS.put("CLOSED", List.of(CLOSE));
  }

  /** Every transition: where, what happens, where to, which effects. Anything else is ignored. */
  private static final String TRANSITIONS =
      """
      IDLE             | ARRIVED        | HANDLING | handle 1:5
      IDLE             | REVOKED        | IDLE     | released 0
      IDLE             | CLOSE          | CLOSED   | end
      HANDLING one     | HANDLED        | IDLE     | applied 0=1 free 0
      HANDLING one     | FAILED         | PAUSED   | pause 100
      HANDLING one     | POISONED       | PARKING  | park 0:0
      HANDLING two     | HANDLED        | IDLE     | applied 0=2 free 0
      HANDLING two     | FAILED         | PAUSED   | pause 100
      HANDLING two     | POISONED       | HANDLING | handle 0:0
      HANDLING closing | HANDLED        | CLOSED   | applied 0=1 free 0, end
      HANDLING closing | FAILED         | CLOSED   | end
      HANDLING closing | POISONED       | PARKING  | park 0:0
      HANDLING revoked | HANDLED        | IDLE     | applied 0=1 free 0, released 0
      HANDLING revoked | FAILED         | PAUSED   | pause 100
      HANDLING revoked | POISONED       | PARKING  | park 0:0
      PARKING          | PARKED         | IDLE     | applied 0=1 free 0
      PARKING          | PARKING_FAILED | PAUSED   | pause 100
      PARKING closing  | PARKED         | CLOSED   | applied 0=1 free 0, end
      PARKING closing  | PARKING_FAILED | CLOSED   | end
      PAUSED handling  | PAUSE_OVER     | HANDLING | handle 0:0
      PAUSED handling  | CLOSE          | CLOSED   | cancel_pause, end
      PAUSED parking   | PAUSE_OVER     | PARKING  | park 0:0
      PAUSED parking   | CLOSE          | CLOSED   | cancel_pause, end
      CLOSED           | REVOKED        | CLOSED   | released 0
      """;

  private static final TransitionTable<Input> TABLE =
      new TransitionTable<>(SITUATIONS, INPUTS, TRANSITIONS);

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Input arrived(ConsumerRecord<String, byte[]>... records) {
    return new Arrived(Arrays.stream(records).toList());
  }

  private static Input revoked(int number) {
    return new Revoked(Set.of(partition(number)));
  }

  static Stream<Arguments> every_situation_and_input() {
    return TABLE.all();
  }

  @ParameterizedTest(name = "{0} + {1}")
  @MethodSource
  void every_situation_and_input(String situation, String name) {
    LaneMachine machine = machine(SITUATIONS.get(situation));
    boolean possible = !RESULTS.contains(INPUTS.get(name));
    TABLE.check(situation, name, possible, machine::state, input -> on(machine, input));
  }

  private static String described(List<Effect> effects) {
    return String.join(", ", effects.stream().map(LaneMachineTest::described).toList());
  }

  private static String described(Effect effect) {
    if (effect instanceof Handle handle) {
      return "handle"
          + joined(handle.events().stream().map(it -> it.partition() + ":" + it.offset()));
    }
    if (effect instanceof Park park) {
      return "park"
          + joined(
              park.letters().stream()
                  .map(it -> it.record().partition() + ":" + it.record().offset()));
    }
    if (effect instanceof Applied applied) {
      return "applied"
          + joined(
              applied.offsets().entrySet().stream()
                  .map(it -> it.getKey().partition() + "=" + it.getValue().offset())
                  .sorted())
          + " free"
          + numbers(applied.free());
    }
    if (effect instanceof Released released) return "released" + numbers(released.partitions());
    if (effect instanceof Pause pause) return "pause " + pause.millis();
    return effect.toString().toLowerCase(java.util.Locale.ROOT);
  }

  private static String numbers(Collection<TopicPartition> partitions) {
    return joined(
        partitions.stream()
            .sorted(Comparator.comparing(TopicPartition::partition))
            .map(it -> Integer.toString(it.partition())));
  }

  private static String joined(Stream<String> words) {
    return String.join("", words.map(word -> " " + word).toList());
  }

  private static LaneMachine machine(List<Input> inputs) {
    var machine = new LaneMachine(Records.SETTINGS);
    for (Input input : inputs) {
      var unused = machine.on(input);
    }
    return machine;
  }

  private static String on(LaneMachine machine, Input input) {
    return described(machine.on(input));
  }

  @Test
  void a_batch_is_bounded_and_its_partition_stays_paused_while_more_of_it_waits() {
    LaneMachine machine = machine(List.of());
    Input five =
        arrived(readable(0, 0), readable(1, 0), readable(0, 1), readable(0, 2), readable(0, 3));
    assertThat(on(machine, five)).isEqualTo("handle 0:0 1:0 0:1");
    assertThat(machine.unapplied()).isEqualTo(5);
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=2 1=1 free 1, handle 0:2 0:3");
    assertThat(machine.unapplied()).isEqualTo(2);
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=4 free 0");
    assertThat(machine.unapplied()).isZero();
  }

  @Test
  void unreadable_records_are_parked_before_the_others_are_handled() {
    LaneMachine machine = machine(List.of());
    Input mixed = arrived(readable(0, 0), unreadable(0, 1), readable(0, 2));
    assertThat(on(machine, mixed)).isEqualTo("park 0:1");
    assertThat(on(machine, PARKED)).isEqualTo("handle 0:0 0:2");
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=3 free 0");
  }

  @Test
  void a_poisonous_event_is_parked_alone_and_its_neighbours_keep_their_order() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0), readable(0, 1), readable(0, 2))));
    assertThat(on(machine, POISONED)).isEqualTo("handle 0:0");
    assertThat(on(machine, HANDLED)).isEqualTo("handle 0:1");
    assertThat(on(machine, POISONED)).isEqualTo("park 0:1");
    assertThat(on(machine, PARKED)).isEqualTo("handle 0:2");
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=3 free 0");
  }

  @Test
  void a_dead_letter_has_the_reason() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0))));
    assertThat(machine.on(POISONED))
        .singleElement()
        .isInstanceOfSatisfying(
            Park.class,
            park -> assertThat(park.letters().get(0).reason()).isEqualTo("no such order"));
  }

  @Test
  void pauses_double_up_to_a_limit_and_start_over_after_a_success() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0), readable(0, 1))));
    for (String pause : List.of("pause 100", "pause 200", "pause 400", "pause 400")) {
      assertThat(on(machine, FAILED)).isEqualTo(pause);
      assertThat(on(machine, PAUSE_OVER)).isEqualTo("handle 0:0 0:1");
    }
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=2 free 0");
    assertThat(on(machine, arrived(readable(0, 2)))).isEqualTo("handle 0:2");
    assertThat(on(machine, FAILED)).isEqualTo("pause 100");
  }

  @Test
  void revoked_records_that_wait_are_dropped_and_the_others_stay() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0))));
    assertThat(on(machine, arrived(readable(1, 0), readable(2, 0)))).isEmpty();
    assertThat(on(machine, revoked(1))).isEqualTo("released 1");
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=1 free 0, handle 2:0");
  }

  @Test
  void each_revocation_that_concerns_the_batch_is_released_at_its_end() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0), readable(1, 0))));
    assertThat(on(machine, revoked(0))).isEmpty();
    assertThat(on(machine, revoked(1))).isEmpty();
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=1 1=1 free 0 1, released 0, released 1");
  }

  @Test
  void a_pause_that_closing_ends_releases_without_applying() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0)), FAILED, revoked(0)));
    assertThat(on(machine, CLOSE)).isEqualTo("cancel_pause, released 0, end");
    assertThat(machine.unapplied()).isZero();
  }

  @Test
  void closing_drops_what_waits_and_ignores_what_arrives() {
    LaneMachine machine = machine(List.of(arrived(readable(0, 0)), arrived(readable(1, 0))));
    assertThat(on(machine, CLOSE)).isEmpty();
    assertThat(on(machine, arrived(readable(2, 0)))).isEmpty();
    assertThat(on(machine, HANDLED)).isEqualTo("applied 0=1 free 0, end");
  }

  /** Whatever happens, each record is handled or parked before its offset moves, in order. */
  @RepeatedTest(20)
  void a_random_walk_applies_every_record_once_and_in_order(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    LaneMachine machine = machine(List.of());
    List<Effect> inFlight = new ArrayList<>();
    List<Long> done = new ArrayList<>();
    long offset = 0;
    long committed = 0;
    while (committed < 200) {
      boolean arrives = inFlight.isEmpty() || random.nextInt(3) == 0;
      Input input =
          arrives
              ? arrived(random.nextInt(5) == 0 ? unreadable(0, offset++) : readable(0, offset++))
              : result(random, inFlight.get(0));
      if (!arrives) {
        Effect step = inFlight.remove(0);
        if (input == HANDLED) ((Handle) step).events().forEach(it -> done.add(it.offset()));
        if (input == PARKED) ((Park) step).letters().forEach(it -> done.add(it.record().offset()));
      }
      for (Effect effect : machine.on(input)) {
        if (effect instanceof Applied applied) {
          committed = applied.offsets().get(partition(0)).offset();
          assertThat(done).doesNotHaveDuplicates().hasSize((int) committed);
        } else {
          inFlight.add(effect);
        }
      }
      assertThat(inFlight.size()).isLessThanOrEqualTo(1);
    }
  }

  private static Input result(Random random, Effect step) {
    if (step instanceof Pause) return PAUSE_OVER;
    boolean fails = random.nextInt(4) == 0;
    if (step instanceof Park) return fails ? PARKING_FAILED : PARKED;
    return fails ? (random.nextBoolean() ? FAILED : POISONED) : HANDLED;
  }
}
