package insurancecontract.chassis.outbox;

import static insurancecontract.chassis.outbox.RelayMachine.Effect.Action.CANCEL_PAUSE;
import static insurancecontract.chassis.outbox.RelayMachine.Effect.Action.CONNECT;
import static insurancecontract.chassis.outbox.RelayMachine.Effect.Action.DISCONNECT;
import static insurancecontract.chassis.outbox.RelayMachine.Effect.Action.END;
import static insurancecontract.chassis.outbox.RelayMachine.Effect.Action.SEND_NOTIFICATION;
import static insurancecontract.chassis.outbox.RelayMachine.Effect.Action.TRY_LOCK;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.COMMITTED;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.CONNECTED;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.CONNECTION_LOST;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.DELETED;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.LISTENING_NOW;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.NOTIFICATION_SENT;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.NOTIFIED;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.PAUSE_OVER;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.PUBLISHED;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.START;
import static insurancecontract.chassis.outbox.RelayMachine.Input.Signal.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.TransitionTable;
import insurancecontract.chassis.outbox.RelayMachine.Effect;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Delete;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Pause;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Publish;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Read;
import insurancecontract.chassis.outbox.RelayMachine.Input;
import insurancecontract.chassis.outbox.RelayMachine.Input.Failed;
import insurancecontract.chassis.outbox.RelayMachine.Input.Found;
import insurancecontract.chassis.outbox.RelayMachine.Input.LockAnswered;
import insurancecontract.chassis.outbox.RelayMachine.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RelayMachineTest {
  private static final RelaySettings SETTINGS =
      new RelaySettings(
          100,
          Duration.ofMillis(1_000),
          Duration.ofMillis(2_000),
          Duration.ofMillis(400),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));
  private static final List<OutboxRow> ROWS =
      List.of(new OutboxRow(7, new OutboxMessage("orders", 1, "OrderPlaced", 1, null, null, null)));

  private static final Input GRANTED = new LockAnswered(true);
  private static final Input REFUSED = new LockAnswered(false);
  private static final Input ROWS_FOUND = new Found(ROWS);
  private static final Input NONE_FOUND = new Found(List.of());
  private static final Input FAILED = new Failed();

  private static final Map<String, Input> INPUTS = new LinkedHashMap<>();

  static {
    for (Input signal : Input.Signal.values()) INPUTS.put(signal.toString(), signal);
    INPUTS.put("GRANTED", GRANTED);
    INPUTS.put("REFUSED", REFUSED);
    INPUTS.put("ROWS_FOUND", ROWS_FOUND);
    INPUTS.put("NONE_FOUND", NONE_FOUND);
    INPUTS.put("FAILED", FAILED);
  }

  /** Results of a step; each is rejected where that step is not in flight. */
  private static final Set<Input> RESULTS =
      Set.of(
          START,
          CONNECTED,
          GRANTED,
          REFUSED,
          LISTENING_NOW,
          ROWS_FOUND,
          NONE_FOUND,
          PUBLISHED,
          DELETED,
          FAILED);

  private static final Map<String, List<Input>> SITUATIONS = new LinkedHashMap<>();

  static {
    List<Input> listening = List.of(START, CONNECTED, GRANTED);
    List<Input> reading = and(listening, LISTENING_NOW);
    SITUATIONS.put("NEW", List.of());
    SITUATIONS.put("CONNECTING", List.of(START));
    SITUATIONS.put("LOCKING", List.of(START, CONNECTED));
    SITUATIONS.put("LISTENING", listening);
    SITUATIONS.put("READING", reading);
    SITUATIONS.put("PUBLISHING", and(reading, ROWS_FOUND));
    SITUATIONS.put("PUBLISHING unconnected", and(reading, ROWS_FOUND, CONNECTION_LOST));
    SITUATIONS.put("DELETING", and(reading, ROWS_FOUND, PUBLISHED));
    SITUATIONS.put("IDLE", and(reading, NONE_FOUND));
    SITUATIONS.put("STANDBY", List.of(START, CONNECTED, REFUSED));
    SITUATIONS.put("BACKOFF unconnected", List.of(START, FAILED));
    SITUATIONS.put("BACKOFF connected", List.of(START, CONNECTED, FAILED));
    SITUATIONS.put("BACKOFF active", and(reading, FAILED));
    SITUATIONS.put("ENDED", List.of(STOP));
  }

  /** Every transition: where, what happens, where to, which effects. Anything else is ignored. */
  private static final String TRANSITIONS =
      """
      NEW                    | START           | CONNECTING | CONNECT
      NEW                    | STOP            | ENDED      | END
      CONNECTING             | CONNECTED       | LOCKING    | TRY_LOCK
      CONNECTING             | FAILED          | BACKOFF    | Pause[millis=100]
      LOCKING                | GRANTED         | LISTENING  | LISTEN
      LOCKING                | REFUSED         | STANDBY    | Pause[millis=2000]
      LOCKING                | FAILED          | BACKOFF    | Pause[millis=100]
      LOCKING                | COMMITTED       | LOCKING    | SEND_NOTIFICATION
      LISTENING              | LISTENING_NOW   | READING    | Read[limit=100]
      LISTENING              | FAILED          | BACKOFF    | Pause[millis=100]
      LISTENING              | COMMITTED       | LISTENING  | SEND_NOTIFICATION
      READING                | ROWS_FOUND      | PUBLISHING | Publish
      READING                | NONE_FOUND      | IDLE       | Pause[millis=1000]
      READING                | FAILED          | BACKOFF    | Pause[millis=100]
      PUBLISHING             | PUBLISHED       | DELETING   | Delete
      PUBLISHING             | FAILED          | BACKOFF    | Pause[millis=100]
      PUBLISHING unconnected | PUBLISHED       | BACKOFF    | Pause[millis=100]
      PUBLISHING unconnected | FAILED          | BACKOFF    | Pause[millis=100]
      DELETING               | DELETED         | READING    | Read[limit=100]
      DELETING               | FAILED          | BACKOFF    | Pause[millis=100]
      IDLE                   | PAUSE_OVER      | READING    | Read[limit=100]
      IDLE                   | COMMITTED       | READING    | CANCEL_PAUSE,Read[limit=100]
      IDLE                   | NOTIFIED        | READING    | CANCEL_PAUSE,Read[limit=100]
      IDLE                   | CONNECTION_LOST | CONNECTING | CANCEL_PAUSE,CONNECT
      IDLE                   | STOP            | ENDED      | CANCEL_PAUSE,END
      STANDBY                | PAUSE_OVER      | LOCKING    | TRY_LOCK
      STANDBY                | COMMITTED       | STANDBY    | SEND_NOTIFICATION
      STANDBY                | NOTIFIED        | LOCKING    | CANCEL_PAUSE,TRY_LOCK
      STANDBY                | CONNECTION_LOST | CONNECTING | CANCEL_PAUSE,CONNECT
      STANDBY                | STOP            | ENDED      | CANCEL_PAUSE,END
      BACKOFF unconnected    | PAUSE_OVER      | CONNECTING | CONNECT
      BACKOFF unconnected    | NOTIFIED        | CONNECTING | CANCEL_PAUSE,CONNECT
      BACKOFF unconnected    | CONNECTION_LOST | CONNECTING | CANCEL_PAUSE,CONNECT
      BACKOFF unconnected    | STOP            | ENDED      | CANCEL_PAUSE,END
      BACKOFF connected      | PAUSE_OVER      | LOCKING    | TRY_LOCK
      BACKOFF connected      | COMMITTED       | BACKOFF    | SEND_NOTIFICATION
      BACKOFF connected      | NOTIFIED        | LOCKING    | CANCEL_PAUSE,TRY_LOCK
      BACKOFF connected      | CONNECTION_LOST | CONNECTING | CANCEL_PAUSE,CONNECT
      BACKOFF connected      | STOP            | ENDED      | CANCEL_PAUSE,END
      BACKOFF active         | PAUSE_OVER      | READING    | Read[limit=100]
      BACKOFF active         | COMMITTED       | READING    | CANCEL_PAUSE,Read[limit=100]
      BACKOFF active         | NOTIFIED        | READING    | CANCEL_PAUSE,Read[limit=100]
      BACKOFF active         | CONNECTION_LOST | CONNECTING | CANCEL_PAUSE,CONNECT
      BACKOFF active         | STOP            | ENDED      | CANCEL_PAUSE,END
      """;

  private static final TransitionTable<Input> TABLE =
      new TransitionTable<>(SITUATIONS, INPUTS, TRANSITIONS);

  private static List<Input> and(List<Input> first, Input... then) {
    return Stream.concat(first.stream(), Arrays.stream(then)).toList();
  }

  static Stream<Arguments> every_situation_and_input() {
    return TABLE.all();
  }

  @ParameterizedTest(name = "{0} + {1}")
  @MethodSource
  void every_situation_and_input(String situation, String name) {
    RelayMachine machine = machine(SITUATIONS.get(situation));
    boolean possible = !RESULTS.contains(INPUTS.get(name));
    TABLE.check(situation, name, possible, machine::state, input -> described(machine.on(input)));
  }

  private static String described(List<Effect> effects) {
    return String.join(
        ",",
        effects.stream()
            .map(
                effect ->
                    effect.equals(new Publish(ROWS))
                        ? "Publish"
                        : effect.equals(new Delete(ROWS)) ? "Delete" : effect.toString())
            .toList());
  }

  private static RelayMachine machine(List<Input> inputs) {
    var machine = new RelayMachine(SETTINGS);
    feed(machine, inputs.toArray(Input[]::new));
    return machine;
  }

  private static void feed(RelayMachine machine, Input... inputs) {
    for (Input input : inputs) {
      var unused = machine.on(input);
    }
  }

  private static RelayMachine in(String situation) {
    return machine(SITUATIONS.get(situation));
  }

  @Test
  void a_commit_while_it_reads_makes_it_read_again() {
    RelayMachine machine = in("READING");
    feed(machine, COMMITTED);
    assertThat(machine.on(NONE_FOUND)).containsExactly(new Read(100));
    assertThat(machine.on(NONE_FOUND)).containsExactly(new Pause(1_000));
  }

  @Test
  void pauses_after_failures_double_up_to_a_limit_and_start_over_after_a_success() {
    RelayMachine machine = in("READING");
    assertThat(machine.on(FAILED)).containsExactly(new Pause(100));
    feed(machine, PAUSE_OVER);
    assertThat(machine.on(FAILED)).containsExactly(new Pause(200));
    feed(machine, PAUSE_OVER);
    assertThat(machine.on(FAILED)).containsExactly(new Pause(400));
    feed(machine, PAUSE_OVER);
    assertThat(machine.on(FAILED)).containsExactly(new Pause(400));
    feed(machine, PAUSE_OVER);
    feed(machine, ROWS_FOUND);
    feed(machine, PUBLISHED);
    feed(machine, DELETED);
    assertThat(machine.on(FAILED)).containsExactly(new Pause(100));
  }

  @Test
  void a_batch_whose_connection_was_lost_is_not_deleted_but_read_again() {
    RelayMachine machine = in("PUBLISHING unconnected");
    feed(machine, PUBLISHED);
    assertThat(machine.on(PAUSE_OVER)).containsExactly(CONNECT);
    assertThat(machine.on(CONNECTED)).containsExactly(TRY_LOCK);
  }

  @Test
  void a_batch_in_flight_is_finished_before_it_ends() {
    RelayMachine machine = in("READING");
    assertThat(machine.on(STOP)).isEmpty();
    assertThat(machine.on(ROWS_FOUND)).containsExactly(new Publish(ROWS));
    assertThat(machine.on(PUBLISHED)).containsExactly(new Delete(ROWS));
    assertThat(machine.on(DELETED)).containsExactly(END);
    assertThat(machine.state()).isEqualTo(State.ENDED);
  }

  @ParameterizedTest
  @MethodSource
  void a_step_that_fails_while_stopping_ends_it(String situation) {
    RelayMachine machine = in(situation);
    assertThat(machine.on(STOP)).isEmpty();
    assertThat(machine.on(FAILED)).containsExactly(END);
  }

  static Stream<String> a_step_that_fails_while_stopping_ends_it() {
    return Stream.of("CONNECTING", "LOCKING", "LISTENING", "READING", "PUBLISHING", "DELETING");
  }

  @Test
  void a_lock_refused_while_stopping_ends_it() {
    RelayMachine machine = in("LOCKING");
    feed(machine, STOP);
    assertThat(machine.on(REFUSED)).containsExactly(END);
  }

  @Test
  void nothing_found_while_stopping_ends_it() {
    RelayMachine machine = in("READING");
    feed(machine, STOP);
    assertThat(machine.on(NONE_FOUND)).containsExactly(END);
  }

  @Test
  void a_connection_that_opens_too_late_is_closed() {
    RelayMachine machine = in("CONNECTING");
    feed(machine, STOP);
    assertThat(machine.on(CONNECTED)).containsExactly(DISCONNECT, END);
  }

  @Test
  void a_lost_connection_does_not_become_active_again() {
    RelayMachine machine = in("LISTENING");
    feed(machine, CONNECTION_LOST);
    assertThat(machine.on(LISTENING_NOW)).containsExactly(CONNECT);
  }

  @Test
  void commits_beside_another_active_relay_share_a_notification() {
    RelayMachine machine = in("STANDBY");
    assertThat(machine.on(COMMITTED)).containsExactly(SEND_NOTIFICATION);
    assertThat(machine.on(COMMITTED)).isEmpty();
    assertThat(machine.on(COMMITTED)).isEmpty();
    assertThat(machine.on(NOTIFICATION_SENT)).containsExactly(SEND_NOTIFICATION);
    assertThat(machine.on(NOTIFICATION_SENT)).isEmpty();
    assertThat(machine.on(COMMITTED)).containsExactly(SEND_NOTIFICATION);
  }

  @Test
  void a_commit_that_waits_for_a_notification_wakes_it_once_it_is_active_itself() {
    RelayMachine machine = in("STANDBY");
    feed(machine, COMMITTED);
    feed(machine, COMMITTED);
    feed(machine, PAUSE_OVER, GRANTED, LISTENING_NOW, NONE_FOUND);
    assertThat(machine.on(NOTIFICATION_SENT)).containsExactly(CANCEL_PAUSE, new Read(100));
  }

  /** Whatever happens in whatever order, one step is in flight until it ends. */
  @RepeatedTest(20)
  void a_random_walk_keeps_one_step_in_flight_and_ends_when_stopped(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    RelayMachine machine = new RelayMachine(SETTINGS);
    List<Effect> steps = new ArrayList<>(machine.on(START));
    for (int i = 0; i < 600 && machine.state() != State.ENDED; i++) {
      assertThat(steps).hasSize(1);
      boolean stops = i > 300;
      Input next = i == 300 ? STOP : random(random, steps.get(0), stops);
      boolean result = RESULTS.contains(next) || next == PAUSE_OVER;
      if (result) steps.clear();
      for (Effect effect : machine.on(next)) {
        if (effect == CANCEL_PAUSE) steps.clear();
        else if (effect != SEND_NOTIFICATION && effect != DISCONNECT) steps.add(effect);
      }
    }
    assertThat(machine.state()).isEqualTo(State.ENDED);
    assertThat(steps).containsExactly(END);
  }

  private static Input random(Random random, Effect step, boolean onlyResults) {
    if (!onlyResults && random.nextInt(3) == 0) {
      return List.of(COMMITTED, NOTIFIED, NOTIFICATION_SENT, CONNECTION_LOST)
          .get(random.nextInt(4));
    }
    if (step instanceof Pause) return PAUSE_OVER;
    if (random.nextInt(5) == 0) return FAILED;
    if (step instanceof Read) return random.nextBoolean() ? ROWS_FOUND : NONE_FOUND;
    if (step instanceof Publish) return PUBLISHED;
    if (step instanceof Delete) return DELETED;
    return switch ((Effect.Action) step) {
      case CONNECT -> CONNECTED;
      case TRY_LOCK -> random.nextBoolean() ? GRANTED : REFUSED;
      case LISTEN -> LISTENING_NOW;
      default -> throw new AssertionError(step);
    };
  }
}
