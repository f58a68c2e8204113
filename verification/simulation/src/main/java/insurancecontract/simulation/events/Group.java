package insurancecontract.simulation.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The consumers of one service: who has which partition, and how far each partition is read. */
public final class Group {
  private final Broker broker;
  private final String name;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> committed = new LinkedHashMap<>();
  private final Map<TopicPartition, Consumer> owners = new LinkedHashMap<>();

  /** Who gets the partitions that somebody is just letting go of. */
  private final Map<TopicPartition, Consumer> heading = new LinkedHashMap<>();

  private final List<Consumer> members = new ArrayList<>();

  Group(Broker broker, String name, List<String> topics) {
    this.broker = broker;
    this.name = name;
    this.partitions = Wire.partitions(topics);
    partitions.forEach(partition -> committed.put(partition, 0L));
  }

  String name() {
    return name;
  }

  void join(Consumer member) {
    members.add(member);
    balance();
  }

  /** A member that is dead, or taken for dead; its partitions go to the others. */
  void expel(Consumer member) {
    if (!members.remove(member)) return;
    owners.values().removeIf(owner -> owner == member);
    balance();
  }

  /** A member that was taken for dead comes back. */
  void rejoin(Consumer member) {
    if (!members.contains(member) && member.alive()) join(member);
  }

  /** Every member has as many as the others, and as many as possible stay where they are. */
  private void balance() {
    if (members.isEmpty()) return;
    for (int i = 0; i < partitions.size(); i++) {
      move(partitions.get(i), members.get(i % members.size()));
    }
  }

  /** Every partition goes to another member. */
  public void shuffle() {
    if (members.size() < 2) return;
    for (TopicPartition partition : partitions) {
      int now = members.indexOf(owners.get(partition));
      move(partition, members.get((now + 1) % members.size()));
    }
  }

  /** A living member is taken for dead: it goes on with what it has, until it notices. */
  public void takeForDead(int nth, long noticesAfter) {
    if (members.size() < 2) return;
    Consumer member = members.get(Math.floorMod(nth, members.size()));
    expel(member);
    member.noticesLater(noticesAfter);
  }

  private void move(TopicPartition partition, Consumer to) {
    if (heading.containsKey(partition)) {
      heading.put(partition, to);
      return;
    }
    Consumer from = owners.get(partition);
    if (from == to) return;
    owners.remove(partition);
    if (from == null) {
      give(partition, to);
    } else {
      heading.put(partition, to);
      from.revoke(partition, () -> give(partition, heading.remove(partition)));
    }
  }

  private void give(TopicPartition partition, Consumer to) {
    if (owners.containsKey(partition)) return;
    Consumer owner = members.contains(to) || members.isEmpty() ? to : members.get(0);
    if (!members.contains(owner)) return;
    owners.put(partition, owner);
    owner.assigned(partition);
  }

  long committed(TopicPartition partition) {
    return committed.get(partition);
  }

  boolean owns(Consumer member, TopicPartition partition) {
    return owners.get(partition) == member;
  }

  /** Moves an offset on; of somebody who does not have the partition any more it is refused. */
  void commit(Consumer member, TopicPartition partition, long offset) {
    if (owners.get(partition) == member) committed.put(partition, offset);
  }

  /** A member that lets go of a partition commits a last time. */
  void commitLeaving(TopicPartition partition, long offset) {
    if (!owners.containsKey(partition)) committed.put(partition, offset);
  }

  /** The broker delivers the last records of a partition again. */
  public void repeat(int nth, int records) {
    TopicPartition partition = partitions.get(Math.floorMod(nth, partitions.size()));
    committed.merge(partition, (long) records, (at, back) -> Math.max(0, at - back));
    Consumer owner = owners.get(partition);
    if (owner != null) owner.again(partition, committed.get(partition));
  }

  void arrived(TopicPartition partition) {
    Consumer owner = owners.get(partition);
    if (owner != null) owner.poll();
  }

  void stir() {
    Set<Consumer> all = new LinkedHashSet<>(members);
    all.forEach(Consumer::poll);
  }

  boolean isAtEnd() {
    return partitions.stream().allMatch(it -> committed.get(it) >= broker.end(it));
  }
}
