package insurancecontract.simulation.events;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.LanePorts;
import insurancecontract.chassis.kafka.PollerMachine;
import insurancecontract.chassis.kafka.PollerMachine.Effect;
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
import insurancecontract.chassis.kafka.PollerMachine.Input.Signal;
import insurancecontract.chassis.kafka.PollerMachine.State;
import insurancecontract.chassis.kafka.TopicLane;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Replica;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One process's member of its consumer group: the chassis' poller and lanes on the simulated
 * broker. While the poller hands over partitions it does not poll, as in production, where its
 * thread blocks.
 */
public class Consumer {
  private static final long COMMIT_RETRY_MICROS = 200_000;

  /** Kafka client's state of an assigned partition. */
  private static final class Position {
    private long next;
    private boolean paused;

    private Position(long next) {
      this.next = next;
    }
  }

  /** A change of the assignment that the member has not processed yet. */
  private record Change(Input input, Runnable then) {}

  private final Replica process;
  private final Broker broker;
  private final Group group;
  private final PollerMachine machine = new PollerMachine(Wire.SETTINGS);
  private final Map<TopicPartition, Position> positions = new LinkedHashMap<>();
  private final Map<String, TopicLane> lanes = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private Runnable handedOver = () -> {};
  private boolean polling;

  /** A member of the service's group, not joined yet. */
  public Consumer(
      Replica process,
      Broker broker,
      Map<String, EventHandler> handlers,
      UnaryOperator<LanePorts> ports) {
    this.process = process;
    this.broker = broker;
    List<String> topics = handlers.keySet().stream().sorted().toList();
    String service = process.service().label();
    this.group = broker.group(service, topics);
    topics.forEach(
        topic ->
            lanes.put(
                topic,
                new TopicLane(
                    process.vertx(),
                    Wire.SETTINGS,
                    service,
                    topic,
                    ports.apply(new SimulatedTopic(this, broker, handlers.get(topic))))));
    process.atDeath(() -> broker.world().timeline().after(1_000_000, () -> group.expel(this)));
  }

  /** Joins its group. */
  public void start() {
    group.join(this);
  }

  Replica process() {
    return process;
  }

  Group group() {
    return group;
  }

  boolean alive() {
    return process.alive();
  }

  /** Schedules a poll. */
  void poll() {
    if (polling || !process.alive()) return;
    polling = true;
    process.soon(
        () -> {
          polling = false;
          if (!broker.isUnavailable() && machine.state() == State.READY) feed(Signal.TURN);
        });
  }

  void applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free) {
    feed(new Applied(offsets, free));
    poll();
  }

  /** Feeds an input to the poller. */
  protected final void feed(Input input) {
    machine.on(input).forEach(this::execute);
  }

  /** Executes an effect of the poller. */
  protected void execute(Effect effect) {
    if (effect == Effect.Action.POLL) feed(new Polled(read()));
    if (effect instanceof Pause pause) pause.partitions().forEach(it -> paused(it, true));
    if (effect instanceof Resume resume) resume.partitions().forEach(it -> paused(it, false));
    if (effect instanceof Deliver deliver) deliver(deliver.records());
    if (effect instanceof Commit commit) process.soon(() -> commit(commit.offsets()));
    if (effect instanceof CommitNow commit) commitNow(commit.offsets());
    if (effect instanceof Release release) release(release.partitions());
    if (effect instanceof Rest || effect == Effect.Action.LEAVE) throw new AssertionError(effect);
  }

  private List<ConsumerRecord<String, byte[]>> read() {
    List<ConsumerRecord<String, byte[]>> polled = new ArrayList<>();
    positions.forEach(
        (partition, position) -> {
          if (position.paused) return;
          List<ConsumerRecord<String, byte[]>> read =
              broker.read(partition, position.next, Wire.SETTINGS.batchMax());
          position.next += read.size();
          polled.addAll(read);
        });
    return polled;
  }

  private void paused(TopicPartition partition, boolean now) {
    Position position = positions.get(partition);
    if (position != null) position.paused = now;
  }

  private void deliver(List<ConsumerRecord<String, byte[]>> records) {
    Map<String, List<ConsumerRecord<String, byte[]>>> byTopic = new LinkedHashMap<>();
    records.forEach(
        record -> byTopic.computeIfAbsent(record.topic(), key -> new ArrayList<>()).add(record));
    byTopic.forEach((topic, arrived) -> lanes.get(topic).arrived(arrived));
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (broker.isUnavailable()) {
      feed(Signal.COMMIT_FAILED);
      process.later(COMMIT_RETRY_MICROS, this::poll);
      return;
    }
    if (process.crashesAt(FaultKind.CRASH_BEFORE_OFFSET_COMMIT)) return;
    offsets.forEach((partition, offset) -> group.commit(this, partition, offset.offset()));
    feed(new Committed(offsets));
    if (process.crashesAt(FaultKind.CRASH_AFTER_OFFSET_COMMIT)) return;
    poll();
  }

  private void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> group.commitRevoked(partition, offset.offset()));
  }

  /**
   * Reading starts at the offset committed when the member processes the assignment, not when it
   * was made.
   */
  void assigned(TopicPartition partition) {
    change(
        new Assigned(List.of(partition)),
        () -> positions.put(partition, new Position(group.committed(partition))));
  }

  /** Waits a bounded time for the batch in flight, commits it, and gives up the partition. */
  void revoke(TopicPartition partition, Runnable then) {
    // The broker waits for a dead member no longer than its session timeout.
    Runnable once = once(then);
    broker.world().timeline().after(Wire.SETTINGS.sessionTimeout().toMillis() * 1_000, once);
    change(
        new Revoked(List.of(partition)),
        () -> {
          positions.remove(partition);
          once.run();
        });
  }

  private static Runnable once(Runnable action) {
    boolean[] done = {false};
    return () -> {
      if (done[0]) return;
      done[0] = true;
      action.run();
    };
  }

  /** Its session expired: after a while it notices, drops its partitions and rejoins. */
  void noticesLossAfter(long micros) {
    process.later(
        micros,
        () -> {
          Set<TopicPartition> lost = new LinkedHashSet<>(positions.keySet());
          lost.removeIf(partition -> group.owns(this, partition));
          change(
              new Lost(lost),
              () -> {
                lost.forEach(positions::remove);
                group.rejoin(this);
              });
        });
  }

  /** The member processes changes one at a time, but consecutive revocations together. */
  private void change(Input input, Runnable then) {
    changes.add(new Change(input, then));
    process.later(0, this::nextChange);
  }

  private void nextChange() {
    while (!changes.isEmpty() && machine.state() != State.HANDING_OVER) {
      Change change = changes.remove(0);
      if (change.input() instanceof Revoked) change = revokedTogether(change);
      handedOver = change.then();
      feed(change.input());
      if (machine.state() != State.HANDING_OVER) handedOver.run();
    }
    poll();
  }

  private Change revokedTogether(Change first) {
    List<TopicPartition> partitions = new ArrayList<>();
    List<Runnable> then = new ArrayList<>();
    Change next = first;
    while (next != null) {
      partitions.addAll(((Revoked) next.input()).partitions());
      then.add(next.then());
      boolean more = !changes.isEmpty() && changes.get(0).input() instanceof Revoked;
      next = more ? changes.remove(0) : null;
    }
    return new Change(new Revoked(partitions), () -> then.forEach(Runnable::run));
  }

  private void release(Set<TopicPartition> partitions) {
    List<Future<?>> released = new ArrayList<>();
    lanes.values().forEach(lane -> released.add(lane.revoked(partitions)));
    Runnable once =
        once(
            () -> {
              feed(new Released(partitions));
              handedOver.run();
              nextChange();
            });
    Future.join(released).onComplete(done -> process.later(0, once));
    process.later(Wire.SETTINGS.waits().handOver().toMillis() * 1_000, once);
  }

  /** The next poll starts at that offset. */
  void rewind(TopicPartition partition, long from) {
    Position position = positions.get(partition);
    if (position == null) return;
    // As after a new assignment: records read before may be applied and committed a second time.
    feed(new Assigned(List.of(partition)));
    position.next = from;
    poll();
  }
}
