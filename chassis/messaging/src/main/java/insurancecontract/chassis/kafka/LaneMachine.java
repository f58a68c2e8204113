package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Action;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Applied;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Handle;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Park;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Pause;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Released;
import insurancecontract.chassis.kafka.LaneMachine.Input.Arrived;
import insurancecontract.chassis.kafka.LaneMachine.Input.HandlingFailed;
import insurancecontract.chassis.kafka.LaneMachine.Input.Poisoned;
import insurancecontract.chassis.kafka.LaneMachine.Input.Revoked;
import insurancecontract.chassis.kafka.LaneMachine.Input.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What happens to the records of one topic, without I/O: each input returns the effects to execute.
 * Batches are applied one after the other, and no record is skipped.
 *
 * <pre>
 *          Arrived                HANDLED or PARKED, and the batch is done:
 *   IDLE ───────────▶ next step   Applied ─▶ next batch, or IDLE
 *                      │   ▲
 *          readable    │   │     unreadable
 *        ┌─────────────┴───┼─────────────┐
 *        ▼                 │             ▼
 *    HANDLING ─────────────┴────────▶ PARKING
 *      │  ▲       Poisoned: one event   │  ▲
 *      │  │       is parked, several    │  │
 *      │  │       are handled one by    │  │
 *      │  │       one                   │  │
 *      ▼  │ PAUSE_OVER                  ▼  │
 *     PAUSED ◀──────────────────────── PAUSED
 *        HandlingFailed, PARKING_FAILED: the same step again
 *
 *   CLOSE: a pause ends at once without Applied, a batch is finished first ─▶ CLOSED
 *   Revoked: waiting records are dropped; Released once the batch no longer concerns the partitions
 * </pre>
 */
public final class LaneMachine {
  /** What it is doing. */
  public enum State {
    IDLE,
    HANDLING,
    PARKING,
    PAUSED,
    CLOSED
  }

  /** What has happened. */
  public sealed interface Input {
    /** An input without data. */
    enum Signal implements Input {
      HANDLED,
      PARKED,
      PARKING_FAILED,
      PAUSE_OVER,
      CLOSE
    }

    /** Records were polled. */
    record Arrived(List<ConsumerRecord<String, byte[]>> records) implements Input {}

    /** The partitions go to another member of the group. */
    record Revoked(Set<TopicPartition> partitions) implements Input {}

    /** A retry may succeed. */
    record HandlingFailed() implements Input {}

    /** A retry would fail again, because of one of the events. */
    record Poisoned(String reason) implements Input {}
  }

  /** What to do now. */
  public sealed interface Effect {
    /** An effect without data. */
    enum Action implements Effect {
      CANCEL_PAUSE,
      END
    }

    /** Hands the events to the handler. */
    record Handle(List<InboundEvent> events) implements Effect {}

    /** Stores the dead letters. */
    record Park(List<DeadLetter> letters) implements Effect {}

    /** Waits, unless cancelled. */
    record Pause(long millis) implements Effect {}

    /** A batch is done: its offsets can be committed, and the free partitions polled again. */
    record Applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free)
        implements Effect {}

    /** Nothing of the revoked partitions is in flight. */
    record Released(Set<TopicPartition> partitions) implements Effect {}
  }

  /** A part of the batch that is handled or parked at once; one of the two lists is empty. */
  private record Step(
      List<ConsumerRecord<String, byte[]>> records,
      List<InboundEvent> events,
      List<DeadLetter> letters) {
    private static Step handle(
        List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events) {
      return new Step(records, events, List.of());
    }

    private static Step park(List<DeadLetter> letters) {
      return new Step(List.of(), List.of(), letters);
    }
  }

  private final KafkaSettings settings;
  private final Backoff backoff;
  private final Queue<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final List<Set<TopicPartition>> releases = new ArrayList<>();
  private List<ConsumerRecord<String, byte[]>> batch = List.of();
  private State state = State.IDLE;
  private boolean closing;

  /** A machine that waits for records. */
  public LaneMachine(KafkaSettings settings) {
    this.settings = settings;
    this.backoff = new Backoff(settings.retryMax());
  }

  /** What it is doing. */
  public State state() {
    return state;
  }

  /** Records that wait or are in flight. */
  public int unapplied() {
    return waiting.size() + batch.size();
  }

  /**
   * Takes an input and returns the effects in the order in which to execute them.
   *
   * @throws IllegalStateException for the result of a step that is not in flight
   */
  public List<Effect> on(Input input) {
    if (input instanceof Signal signal) return on(signal);
    if (input instanceof Arrived arrived) return arrived(arrived.records());
    if (input instanceof Revoked revoked) return revoked(revoked.partitions());
    if (input instanceof HandlingFailed failed) return failed(State.HANDLING, failed);
    if (input instanceof Poisoned poisoned) return poisoned(poisoned);
    throw new AssertionError(input);
  }

  private List<Effect> on(Signal signal) {
    return switch (signal) {
      case HANDLED -> handled(signal);
      case PARKED -> done(State.PARKING, signal);
      case PARKING_FAILED -> failed(State.PARKING, signal);
      case PAUSE_OVER -> state == State.PAUSED ? List.of(begin(steps.element())) : List.of();
      case CLOSE -> close();
    };
  }

  private List<Effect> arrived(List<ConsumerRecord<String, byte[]>> records) {
    if (closing) return List.of();
    waiting.addAll(records);
    return state == State.IDLE ? nextBatch() : List.of();
  }

  private List<Effect> revoked(Set<TopicPartition> partitions) {
    waiting.removeIf(record -> partitions.contains(partition(record)));
    if (batch.stream().map(LaneMachine::partition).noneMatch(partitions::contains)) {
      return List.of(new Released(partitions));
    }
    releases.add(partitions);
    return List.of();
  }

  private List<Effect> handled(Input input) {
    List<Effect> next = done(State.HANDLING, input);
    backoff.reset();
    return next;
  }

  private List<Effect> done(State step, Input input) {
    expect(step, input);
    steps.remove();
    return proceed();
  }

  private List<Effect> poisoned(Poisoned poisoned) {
    expect(State.HANDLING, poisoned);
    Step step = steps.remove();
    if (step.records().size() == 1) {
      steps.addFirst(Step.park(List.of(new DeadLetter(step.records().get(0), poisoned.reason()))));
    } else {
      // One by one and in order: the poisonous event must not take the others with it.
      for (int i = step.records().size() - 1; i >= 0; i--) {
        steps.addFirst(Step.handle(List.of(step.records().get(i)), List.of(step.events().get(i))));
      }
    }
    return proceed();
  }

  /** What is not committed when the lane closes will be read again. */
  private List<Effect> failed(State step, Input input) {
    expect(step, input);
    if (closing) return abandon();
    state = State.PAUSED;
    return List.of(new Pause(backoff.nextMillis()));
  }

  private List<Effect> close() {
    closing = true;
    waiting.clear();
    return switch (state) {
      case IDLE -> end();
      case PAUSED -> {
        List<Effect> effects = new ArrayList<>();
        effects.add(Action.CANCEL_PAUSE);
        effects.addAll(abandon());
        yield effects;
      }
      case HANDLING, PARKING, CLOSED -> List.of();
    };
  }

  private List<Effect> abandon() {
    steps.clear();
    List<Effect> effects = release();
    effects.addAll(end());
    return effects;
  }

  private List<Effect> proceed() {
    return steps.isEmpty() ? batchDone() : List.of(begin(steps.element()));
  }

  private Effect begin(Step step) {
    state = step.letters().isEmpty() ? State.HANDLING : State.PARKING;
    return state == State.HANDLING ? new Handle(step.events()) : new Park(step.letters());
  }

  private List<Effect> batchDone() {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Applied(offsets(), free()));
    effects.addAll(release());
    effects.addAll(closing ? end() : nextBatch());
    return effects;
  }

  private List<Effect> release() {
    batch = List.of();
    List<Effect> effects = new ArrayList<>();
    releases.forEach(partitions -> effects.add(new Released(partitions)));
    releases.clear();
    return effects;
  }

  private List<Effect> end() {
    state = State.CLOSED;
    return List.of(Action.END);
  }

  private List<Effect> nextBatch() {
    state = State.IDLE;
    if (waiting.isEmpty()) return List.of();
    batch = new ArrayList<>();
    while (batch.size() < settings.batchMax() && !waiting.isEmpty()) batch.add(waiting.remove());
    List<ConsumerRecord<String, byte[]>> readable = new ArrayList<>(batch.size());
    List<InboundEvent> events = new ArrayList<>(batch.size());
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        events.add(CloudEvents.read(settings, record));
        readable.add(record);
      } catch (RuntimeException unreadable) {
        letters.add(new DeadLetter(record, unreadable.toString()));
      }
    }
    if (!letters.isEmpty()) steps.add(Step.park(letters));
    if (!events.isEmpty()) steps.add(Step.handle(readable, events));
    return List.of(begin(steps.element()));
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    batch.forEach(
        record -> offsets.put(partition(record), new OffsetAndMetadata(record.offset() + 1)));
    return offsets;
  }

  /** A partition with records that wait here stays paused. */
  private Set<TopicPartition> free() {
    Set<TopicPartition> free = partitions(batch);
    free.removeAll(partitions(waiting));
    return free;
  }

  private static Set<TopicPartition> partitions(
      Collection<ConsumerRecord<String, byte[]>> records) {
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    records.forEach(record -> partitions.add(partition(record)));
    return partitions;
  }

  private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private void expect(State expected, Input input) {
    if (state != expected) throw new IllegalStateException(input + " while " + state);
  }
}
