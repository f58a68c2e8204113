package insurancecontract.simulation.events;

import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** Topics that keep every record for ever, and the consumer groups that read them. */
public final class Broker {
  private final World world;
  private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records =
      new LinkedHashMap<>();
  private final Map<TopicPartition, Long> slowUntil = new HashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final List<String> deadLetters = new ArrayList<>();
  private boolean unavailable;

  /** A broker without records. */
  public Broker(World world) {
    this.world = world;
    Wire.all().forEach(partition -> records.put(partition, new ArrayList<>()));
  }

  World world() {
    return world;
  }

  /** Makes it unavailable, or available again. */
  public void unavailable(boolean now) {
    unavailable = now;
    if (!now) groups.values().forEach(Group::wake);
  }

  boolean isUnavailable() {
    return unavailable;
  }

  /** The service's group. */
  public Group group(Service service) {
    return groups.get(service.label());
  }

  Group group(String name, List<String> topics) {
    return groups.computeIfAbsent(name, key -> new Group(this, name, topics));
  }

  /** Appends a record to the partition of its key. */
  void append(ProducerRecord<String, byte[]> sent) {
    int number = Math.floorMod(Long.parseLong(sent.key()), Wire.PARTITIONS);
    var partition = new TopicPartition(sent.topic(), number);
    List<ConsumerRecord<String, byte[]>> log = records.get(partition);
    log.add(
        new ConsumerRecord<>(
            sent.topic(),
            number,
            log.size(),
            ConsumerRecord.NO_TIMESTAMP,
            TimestampType.NO_TIMESTAMP_TYPE,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            sent.key(),
            sent.value(),
            sent.headers(),
            Optional.empty()));
    groups.values().forEach(group -> group.arrived(partition));
  }

  /**
   * At most {@code limit} records of a partition from that offset; none while it is slow or
   * unavailable.
   */
  List<ConsumerRecord<String, byte[]>> read(TopicPartition partition, long from, int limit) {
    if (unavailable || slowUntil.getOrDefault(partition, 0L) > world.timeline().micros())
      return List.of();
    List<ConsumerRecord<String, byte[]>> log = records.get(partition);
    int begin = Math.toIntExact(Math.min(from, log.size()));
    return log.subList(begin, Math.min(log.size(), begin + limit));
  }

  long end(TopicPartition partition) {
    return records.get(partition).size();
  }

  /** Delays a partition's records for a while. */
  public void slow(int nth, long micros) {
    TopicPartition partition = any(nth);
    slowUntil.put(partition, world.timeline().micros() + micros);
    world
        .timeline()
        .after(micros + 1, () -> groups.values().forEach(group -> group.arrived(partition)));
  }

  static TopicPartition any(int nth) {
    List<TopicPartition> all = Wire.all();
    return all.get(Math.floorMod(nth, all.size()));
  }

  void park(ConsumerRecord<String, byte[]> record, String group, String reason) {
    deadLetters.add(
        group + " could not apply " + record.topic() + " of " + record.key() + ": " + reason);
  }

  /** The records parked as unreadable or inapplicable. */
  public List<String> deadLetters() {
    return deadLetters;
  }

  /** Whether every group has read and committed everything. */
  public boolean allRead() {
    return groups.values().stream().allMatch(Group::isAtEnd);
  }

  /** How many records there are. */
  public long size() {
    return records.values().stream().mapToLong(List::size).sum();
  }
}
