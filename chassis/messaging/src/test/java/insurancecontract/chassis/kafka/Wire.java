package insurancecontract.chassis.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Looks at a broker from outside, with plain Kafka clients. */
public final class Wire implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> reader;
  private final List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();

  private Wire(KafkaSettings settings) {
    this.reader = new KafkaConsumer<>(Map.<String, Object>copyOf(settings.reader("wire")));
  }

  /** Reads {@code partitions} partitions of a topic from the beginning. */
  public static Wire of(KafkaSettings settings, String topic, int partitions) {
    var wire = new Wire(settings);
    wire.reader.assign(
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(settings.named(topic), partition))
            .toList());
    return wire;
  }

  /** All records read so far, once there are at least {@code count}. */
  public List<ConsumerRecord<String, byte[]>> await(int count) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              reader.poll(Duration.ofMillis(50)).forEach(read::add);
              return read.size() >= count;
            });
    return read;
  }

  /** A header's text. */
  public static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** Waits until a group has committed so many records. */
  public static void awaitCommitted(KafkaSettings settings, String group, long records) {
    Awaitility.await().until(() -> committed(settings, group) == records);
  }

  /** The sum of a group's offsets, which is the number of records that it has committed. */
  public static long committed(KafkaSettings settings, String group) {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(settings.client("wire")))) {
      return admin
          .listConsumerGroupOffsets(settings.named(group))
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (InterruptedException | ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
