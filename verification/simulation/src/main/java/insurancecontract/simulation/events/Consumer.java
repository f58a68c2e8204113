package insurancecontract.simulation.events;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.simulation.world.Mishap;
import insurancecontract.simulation.world.Replica;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One process's member of its group, with the rules of the chassis: a polled partition is paused
 * until its records are applied, offsets are committed after that, and what comes late of a
 * partition that somebody else has now is applied all the same and not committed.
 */
public class Consumer {
  private static final long HAND_OVER_MICROS = 3_000_000;

  /** Where a partition is read next, and whether it waits for what was read before. */
  private static final class Position {
    private long from;
    private long next;
    private boolean paused;

    private Position(long from) {
      this.from = from;
      this.next = from;
    }
  }

  private final Replica process;
  private final Broker broker;
  private final Group group;
  private final Map<TopicPartition, Position> assigned = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> toCommit = new LinkedHashMap<>();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private boolean polling;
  private boolean committing;

  /** A member of the service's group, not joined yet. */
  public Consumer(Replica process, Broker broker, Map<String, EventHandler> handlers) {
    this.process = process;
    this.broker = broker;
    List<String> topics = handlers.keySet().stream().sorted().toList();
    this.group = broker.group(process.service().label(), topics);
    topics.forEach(topic -> lanes.put(topic, new Lane(this, broker, handlers.get(topic))));
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

  /** Looks for records, soon. */
  void poll() {
    if (polling || !process.alive()) return;
    polling = true;
    process.soon(
        () -> {
          polling = false;
          turn();
        });
  }

  private void turn() {
    if (broker.isAway()) return;
    for (Map.Entry<TopicPartition, Position> each : assigned.entrySet()) {
      Position position = each.getValue();
      if (position.paused) continue;
      List<ConsumerRecord<String, byte[]>> polled =
          broker.read(each.getKey(), position.next, Wire.SETTINGS.batchMax());
      if (polled.isEmpty()) continue;
      position.next += polled.size();
      position.paused = true;
      polled(polled);
    }
    lanes.values().forEach(Lane::proceed);
  }

  /** Takes what was polled. */
  protected void polled(List<ConsumerRecord<String, byte[]>> records) {
    lanes.get(records.get(0).topic()).add(records);
  }

  void assigned(TopicPartition partition, long from) {
    toCommit.remove(partition);
    assigned.put(partition, new Position(from));
    poll();
  }

  /** Lets the batch under way end, within a bound, commits it, and lets go. */
  void revoke(TopicPartition partition, Runnable then) {
    Runnable once = once(() -> handOver(partition, then));
    lanes.get(partition.topic()).forget(Set.of(partition)).onComplete(quiet -> once.run());
    broker.world().timeline().after(HAND_OVER_MICROS, once);
  }

  private static Runnable once(Runnable action) {
    boolean[] done = {false};
    return () -> {
      if (done[0]) return;
      done[0] = true;
      action.run();
    };
  }

  private void handOver(TopicPartition partition, Runnable then) {
    assigned.remove(partition);
    Long offset = toCommit.remove(partition);
    if (offset != null && process.alive()) group.commitLeaving(partition, offset);
    then.run();
  }

  /** It was taken for dead: after a while it hears of that, forgets everything and joins again. */
  void noticesLater(long micros) {
    process.later(
        micros,
        () -> {
          Set<TopicPartition> lost = new LinkedHashSet<>(assigned.keySet());
          lost.removeIf(partition -> group.owns(this, partition));
          lanes.values().forEach(lane -> lane.drop(lost));
          lost.forEach(assigned::remove);
          group.rejoin(this);
        });
  }

  /** The next poll begins there again. */
  void again(TopicPartition partition, long from) {
    Position position = assigned.get(partition);
    if (position == null) return;
    position.from = Math.min(position.from, from);
    position.next = from;
    poll();
  }

  /** Everything of a batch is committed in the database. */
  protected void applied(Map<TopicPartition, Long> offsets, Set<TopicPartition> free) {
    move(offsets);
    for (TopicPartition partition : free) {
      Position position = assigned.get(partition);
      if (position != null) position.paused = false;
    }
    poll();
  }

  /** Commits offsets, one commit at a time. */
  protected final void move(Map<TopicPartition, Long> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          // A batch of an earlier assignment must not take back a partition that was read on.
          Position position = assigned.get(partition);
          if (position != null && offset > position.from) toCommit.put(partition, offset);
        });
    commit();
  }

  private void commit() {
    if (committing || toCommit.isEmpty()) return;
    committing = true;
    process.soon(
        () -> {
          committing = false;
          if (broker.isAway()) {
            process.later(200_000, this::commit);
            return;
          }
          if (process.diesOf(Mishap.CRASH_BEFORE_ACKNOWLEDGE)) return;
          List<TopicPartition> done = new ArrayList<>(toCommit.keySet());
          done.forEach(it -> group.commit(this, it, toCommit.get(it)));
          done.forEach(toCommit::remove);
          if (process.diesOf(Mishap.CRASH_AFTER_ACKNOWLEDGE)) return;
          commit();
        });
  }
}
