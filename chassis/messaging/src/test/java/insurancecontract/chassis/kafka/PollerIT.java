package insurancecontract.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Messaging;
import insurancecontract.chassis.Service;
import insurancecontract.embedded.SharedPlatform;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollerIT {
  private static final String GROUP = "readers";

  private final KafkaSettings kafka = Messaging.kafka(SharedPlatform.kafka().bootstrapServers());
  private final Service service = new Service("reader");
  private final Context context = service.vertx().getOrCreateContext();
  private final Publisher publisher = new Publisher(service.vertx(), kafka, "test");
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  private final String topic = kafka.named("letters");

  @BeforeEach
  void createTopic() {
    service.await(() -> KafkaTopics.create(service.vertx(), kafka, List.of("letters")));
  }

  @AfterEach
  void close() {
    admin.close();
    service.await(publisher::close);
    service.close();
  }

  /** A member whose batches end when the test says so, however long others wait for them. */
  private final class Member implements Poller.Listener {
    final Poller poller = new Poller(kafka, GROUP, Set.of(topic), context, this);

    /** The last record of each partition that was polled. */
    final Map<TopicPartition, Long> polled = new ConcurrentHashMap<>();

    private final boolean isQuick;

    Member(boolean isQuick) {
      this.isQuick = isQuick;
      service.await(poller::start);
    }

    @Override
    public void polled(List<ConsumerRecord<String, byte[]>> records) {
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      for (ConsumerRecord<String, byte[]> record : records) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        polled.put(partition, record.offset());
        ends.put(partition, new OffsetAndMetadata(record.offset() + 1));
      }
      if (isQuick) poller.applied(ends, ends.keySet());
    }

    @Override
    public Future<Void> revoked(Set<TopicPartition> partitions) {
      return Future.succeededFuture();
    }
  }

  private void publishToEach() {
    service.await(
        () ->
            publisher.send(
                partitions().stream()
                    .map(
                        partition ->
                            new ProducerRecord<>(
                                topic,
                                partition.partition(),
                                "key",
                                "letter".getBytes(StandardCharsets.UTF_8)))
                    .toList()));
  }

  private Set<TopicPartition> partitions() {
    Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < kafka.partitions(); i++) partitions.add(new TopicPartition(topic, i));
    return partitions;
  }

  private long committed(TopicPartition partition) {
    try {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(kafka.named(GROUP))
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_batch_from_before_a_partition_left_and_came_back_does_not_move_its_offset_back() {
    Member slow = new Member(false);
    publishToEach();
    await().until(() -> slow.polled.keySet().equals(partitions()));

    Member quick = new Member(true);
    await().until(() -> !quick.polled.isEmpty());
    TopicPartition gone = quick.polled.keySet().iterator().next();
    publishToEach();
    await().until(() -> committed(gone) == 2);
    service.await(quick.poller::stop);
    publishToEach();
    await().until(() -> slow.polled.get(gone) == 2);

    TopicPartition kept =
        partitions().stream()
            .filter(partition -> !quick.polled.containsKey(partition))
            .findFirst()
            .orElseThrow();
    OffsetAndMetadata first = new OffsetAndMetadata(1);
    slow.poller.applied(Map.of(gone, first, kept, first), Set.of());
    await().until(() -> committed(kept) == 1);
    assertThat(committed(gone)).isEqualTo(2);
    service.await(slow.poller::stop);
  }
}
