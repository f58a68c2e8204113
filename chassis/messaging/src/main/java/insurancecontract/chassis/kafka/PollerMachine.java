package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Action;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Commit;
import insurancecontract.chassis.kafka.PollerMachine.Effect.CommitNow;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Deliver;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Pause;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Release;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Rest;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Resume;
import insurancecontract.chassis.kafka.PollerMachine.Input.Applied;
import insurancecontract.chassis.kafka.PollerMachine.Input.Assigned;
import insurancecontract.chassis.kafka.PollerMachine.Input.Committed;
import insurancecontract.chassis.kafka.PollerMachine.Input.Lost;
import insurancecontract.chassis.kafka.PollerMachine.Input.Polled;
import insurancecontract.chassis.kafka.PollerMachine.Input.Released;
import insurancecontract.chassis.kafka.PollerMachine.Input.Revoked;
import insurancecontract.chassis.kafka.PollerMachine.Input.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a member of a consumer group does, without I/O: each input returns the effects to execute.
 *
 * <pre>
 *             TURN: Commit, Poll
 *   READY ─────────────────────────▶ POLLING
 *    ▲ ▲      Polled or INTERRUPTED   │
 *    │ └──────────────────────────────┤
 *    │        FAILED: Rest            │
 *    └─ TURN ── RESTING ◀─────────────┘
 *
 *   Revoked or Lost, at any time: Release ─▶ HANDING_OVER ─ Released: CommitNow ─▶ as before
 *   STOP, then TURN: CommitNow, LEAVE ─▶ ENDED
 *
 *   Each assigned partition:
 *      Assigned ─▶ polled ─▶ paused ─ Applied ─▶ polled …
 * </pre>
 *
 * <p>An offset is committed only after its records were applied, and never one from before the
 * partition was last assigned: another member may have moved it further. One commit is in flight at
 * a time; offsets applied meanwhile go with the next.
 */
public final class PollerMachine {
  /** What it is doing. */
  public enum State {
    READY,
    POLLING,
    RESTING,
    HANDING_OVER,
    ENDED
  }

  /** What has happened. */
  public sealed interface Input {
    /** An input without data. */
    enum Signal implements Input {
      /** The driver is free for the next poll. */
      TURN,
      /** The poll was interrupted by a wake-up. */
      INTERRUPTED,
      FAILED,
      COMMIT_FAILED,
      STOP
    }

    /** Partitions came to this member. */
    record Assigned(Collection<TopicPartition> partitions) implements Input {}

    /** Partitions go to another member, which waits for them. */
    record Revoked(Collection<TopicPartition> partitions) implements Input {}

    /** Partitions have gone to another member. */
    record Lost(Collection<TopicPartition> partitions) implements Input {}

    /** Nothing of them is in flight, or the wait for that is over. */
    record Released(Collection<TopicPartition> partitions) implements Input {}

    /** The poll returned. */
    record Polled(List<ConsumerRecord<String, byte[]>> records) implements Input {}

    /** Records were applied up to these offsets; the free partitions can be polled again. */
    record Applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free)
        implements Input {}

    /** The broker has stored these offsets. */
    record Committed(Map<TopicPartition, OffsetAndMetadata> offsets) implements Input {}
  }

  /** What to do now. */
  public sealed interface Effect {
    /** An effect without data. */
    enum Action implements Effect {
      POLL,
      LEAVE
    }

    /** Commits in the background. */
    record Commit(Map<TopicPartition, OffsetAndMetadata> offsets) implements Effect {}

    /** Commits before anything else. */
    record CommitNow(Map<TopicPartition, OffsetAndMetadata> offsets) implements Effect {}

    /** Polls nothing of these partitions until they are resumed. */
    record Pause(Set<TopicPartition> partitions) implements Effect {}

    /** Polls these partitions again. */
    record Resume(Set<TopicPartition> partitions) implements Effect {}

    /** Hands the records to their lanes. */
    record Deliver(List<ConsumerRecord<String, byte[]>> records) implements Effect {}

    /** Waits, within a bound, until nothing of the partitions is in flight. */
    record Release(Set<TopicPartition> partitions) implements Effect {}

    /** Waits, unless an input arrives. */
    record Rest(long millis) implements Effect {}
  }

  private static final long NOT_POLLED = -1;

  private final Backoff backoff;

  /** The first offset that was polled of each assigned partition since it was assigned. */
  private final Map<TopicPartition, Long> firstPolled = new LinkedHashMap<>();

  private final Map<TopicPartition, OffsetAndMetadata> toCommit = new LinkedHashMap<>();
  private State state = State.READY;
  private State before = State.READY;
  private boolean committing;
  private boolean stopping;

  /** A machine of a member that has not joined yet. */
  public PollerMachine(KafkaSettings settings) {
    this.backoff = new Backoff(settings.retryMax());
  }

  /** What it is doing. */
  public State state() {
    return state;
  }

  /**
   * Takes an input and returns the effects in the order in which to execute them.
   *
   * @throws IllegalStateException for an input that cannot happen now
   */
  public List<Effect> on(Input input) {
    if (input instanceof Signal signal) return on(signal);
    if (input instanceof Applied applied) return applied(applied);
    if (input instanceof Polled polled) return polled(polled);
    if (input instanceof Committed committed) return committed(committed.offsets());
    if (input instanceof Assigned assigned) return assigned(assigned.partitions());
    if (input instanceof Revoked revoked) return revoked(revoked.partitions());
    if (input instanceof Lost lost) return lost(lost.partitions());
    if (input instanceof Released released) return released(released);
    throw new AssertionError(input);
  }

  private List<Effect> on(Signal signal) {
    return switch (signal) {
      case TURN -> turn();
      case INTERRUPTED -> state == State.ENDED ? List.of() : to(State.READY);
      case FAILED ->
          state == State.ENDED ? List.of() : to(State.RESTING, new Rest(backoff.nextMillis()));
      case COMMIT_FAILED -> {
        // The next commit carries the offsets too; without one, they repeat, which changes nothing.
        committing = false;
        yield List.of();
      }
      case STOP -> {
        stopping = true;
        yield List.of();
      }
    };
  }

  private List<Effect> turn() {
    if (state != State.READY && state != State.RESTING) throw unexpected(Signal.TURN);
    List<Effect> effects = new ArrayList<>();
    if (stopping) {
      if (!toCommit.isEmpty()) effects.add(new CommitNow(Map.copyOf(toCommit)));
      effects.add(Action.LEAVE);
      state = State.ENDED;
      return effects;
    }
    if (!committing && !toCommit.isEmpty()) {
      committing = true;
      effects.add(new Commit(Map.copyOf(toCommit)));
    }
    effects.add(Action.POLL);
    state = State.POLLING;
    return effects;
  }

  private List<Effect> polled(Polled polled) {
    if (state != State.POLLING) throw unexpected(polled);
    backoff.reset();
    if (polled.records().isEmpty()) return to(State.READY);
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    for (ConsumerRecord<String, byte[]> record : polled.records()) {
      var partition = new TopicPartition(record.topic(), record.partition());
      if (partitions.add(partition)) firstPolled.replace(partition, NOT_POLLED, record.offset());
    }
    return to(State.READY, new Pause(partitions), new Deliver(polled.records()));
  }

  private List<Effect> applied(Applied applied) {
    applied.offsets().forEach(this::moveOn);
    Set<TopicPartition> resumed = new LinkedHashSet<>(applied.free());
    resumed.retainAll(firstPolled.keySet());
    return resumed.isEmpty() ? List.of() : List.of(new Resume(resumed));
  }

  /** Ignores a batch from before the partition went to another member and came back. */
  private void moveOn(TopicPartition partition, OffsetAndMetadata offset) {
    long first = firstPolled.getOrDefault(partition, NOT_POLLED);
    if (first != NOT_POLLED && offset.offset() > first) toCommit.put(partition, offset);
  }

  private List<Effect> committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    committing = false;
    offsets.forEach(toCommit::remove);
    return List.of();
  }

  private List<Effect> assigned(Collection<TopicPartition> partitions) {
    partitions.forEach(
        partition -> {
          firstPolled.put(partition, NOT_POLLED);
          toCommit.remove(partition);
        });
    return List.of();
  }

  private List<Effect> revoked(Collection<TopicPartition> partitions) {
    if (state == State.HANDING_OVER) throw unexpected(new Revoked(partitions));
    // The lanes are closed by then, and everything applied is committed.
    if (state == State.ENDED || partitions.isEmpty()) return List.of();
    before = state;
    return to(State.HANDING_OVER, new Release(Set.copyOf(partitions)));
  }

  private List<Effect> lost(Collection<TopicPartition> partitions) {
    List<Effect> effects = revoked(partitions);
    forget(partitions);
    return effects;
  }

  /** The next owner continues after what was applied here, unless that took too long. */
  private List<Effect> released(Released released) {
    if (state != State.HANDING_OVER) throw unexpected(released);
    Map<TopicPartition, OffsetAndMetadata> last = new LinkedHashMap<>(toCommit);
    last.keySet().retainAll(released.partitions());
    forget(released.partitions());
    return last.isEmpty() ? to(before) : to(before, new CommitNow(last));
  }

  private void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(firstPolled::remove);
    partitions.forEach(toCommit::remove);
  }

  private List<Effect> to(State next, Effect... effects) {
    state = next;
    return List.of(effects);
  }

  private IllegalStateException unexpected(Input input) {
    return new IllegalStateException(input + " while " + state);
  }
}
