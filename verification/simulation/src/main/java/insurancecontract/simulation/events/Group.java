package insurancecontract.simulation.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer group of one service: which member owns which partition, and the committed offsets.
 */
public final class Group {
  private final Broker broker;
  private final String name;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> committed = new LinkedHashMap<>();
  private final Map<TopicPartition, Consumer> owners = new LinkedHashMap<>();

  /** The next owner of each partition that is being revoked. */
  private final Map<TopicPartition, Consumer> pending = new LinkedHashMap<>();

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

  /** Removes a member that died or whose session expired; its partitions go to the others. */
  void expel(Consumer member) {
    if (!members.remove(member)) return;
    owners.values().removeIf(owner -> owner == member);
    balance();
  }

  /** Lets a member whose session expired join again. */
  void rejoin(Consumer member) {
    if (!members.contains(member) && member.alive()) join(member);
  }

  /** Spreads the partitions evenly. */
  private void balance() {
    if (members.isEmpty()) return;
    for (int i = 0; i < partitions.size(); i++) {
      move(partitions.get(i), members.get(i % members.size()));
    }
  }

  /** Moves every partition to another member. */
  public void shuffle() {
    if (members.size() < 2) return;
    for (TopicPartition partition : partitions) {
      int now = members.indexOf(owners.get(partition));
      move(partition, members.get((now + 1) % members.size()));
    }
  }

  /** Expires a living member's session: it keeps working on its partitions until it notices. */
  public void expireSession(int nth, long noticesAfter) {
    if (members.size() < 2) return;
    Consumer member = members.get(Math.floorMod(nth, members.size()));
    expel(member);
    member.noticesLossAfter(noticesAfter);
  }

  private void move(TopicPartition partition, Consumer to) {
    if (pending.containsKey(partition)) {
      pending.put(partition, to);
      return;
    }
    Consumer from = owners.get(partition);
    if (from == to) return;
    owners.remove(partition);
    if (from == null) {
      assign(partition, to);
    } else {
      pending.put(partition, to);
      from.revoke(partition, () -> assign(partition, pending.remove(partition)));
    }
  }

  private void assign(TopicPartition partition, Consumer to) {
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

  /** Commits an offset; a member that no longer owns the partition is refused. */
  void commit(Consumer member, TopicPartition partition, long offset) {
    if (owners.get(partition) == member) committed.put(partition, offset);
  }

  /** Commits the last offset of a member whose partition was revoked. */
  void commitRevoked(TopicPartition partition, long offset) {
    if (!owners.containsKey(partition)) committed.put(partition, offset);
  }

  /** Redelivers the last records of a partition. */
  public void redeliver(int nth, int records) {
    TopicPartition partition = partitions.get(Math.floorMod(nth, partitions.size()));
    committed.merge(partition, (long) records, (at, back) -> Math.max(0, at - back));
    Consumer owner = owners.get(partition);
    if (owner != null) owner.rewind(partition, committed.get(partition));
  }

  void arrived(TopicPartition partition) {
    Consumer owner = owners.get(partition);
    if (owner != null) owner.poll();
  }

  void wake() {
    Set<Consumer> all = new LinkedHashSet<>(members);
    all.forEach(Consumer::poll);
  }

  boolean isAtEnd() {
    return partitions.stream().allMatch(it -> committed.get(it) >= broker.end(it));
  }
}
