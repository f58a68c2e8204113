package insurancecontract.view.adapter.kafka;

import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.contracts.Topics;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.PartitionInfo;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history in Kafka, whose topics keep everything. It is read by a consumer without a group,
 * which leaves the live consumer's offsets alone, and one poll at a time, so that at most one is in
 * memory.
 */
public final class KafkaHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHistory.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Vertx vertx;
  private final KafkaSettings settings;
  private final int batchMax;

  /** A history that is read {@code batchMax} facts at a time. */
  public KafkaHistory(Vertx vertx, KafkaSettings settings, int batchMax) {
    this.vertx = vertx;
    this.settings = settings;
    this.batchMax = batchMax;
  }

  @Override
  public Future<Reader> open() {
    Map<String, String> config = settings.reader("view-rebuild");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(batchMax));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    KafkaReader reader = new KafkaReader(KafkaConsumer.create(vertx, config));
    return reader
        .open()
        .<Reader>map(reader)
        .recover(cause -> reader.close().transform(closed -> Future.failedFuture(cause)));
  }

  /** One reading; positions are tracked here, since the broker is queried only when needed. */
  private final class KafkaReader implements Reader {
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> begin = new HashMap<>();
    private final Map<TopicPartition, Long> position = new HashMap<>();
    private final Map<TopicPartition, Long> end = new HashMap<>();
    private int emptyPolls;

    KafkaReader(KafkaConsumer<String, byte[]> consumer) {
      this.consumer = consumer;
    }

    Future<Void> open() {
      return partitions()
          .compose(
              partitions ->
                  consumer
                      .assign(partitions)
                      .compose(assigned -> consumer.beginningOffsets(partitions))
                      .compose(this::seek))
          .compose(sought -> lookForEnd());
    }

    private Future<Set<TopicPartition>> partitions() {
      Set<TopicPartition> partitions = new HashSet<>();
      Future<Void> found = Future.succeededFuture();
      for (String topic : Topics.ALL) {
        found =
            found
                .compose(before -> consumer.partitionsFor(settings.named(topic)))
                .map(
                    infos -> {
                      infos.forEach(info -> partitions.add(partition(info)));
                      return null;
                    });
      }
      return found.map(partitions);
    }

    private static TopicPartition partition(PartitionInfo info) {
      return new TopicPartition(info.getTopic(), info.getPartition());
    }

    private Future<Void> seek(Map<TopicPartition, Long> offsets) {
      begin.putAll(offsets);
      position.putAll(offsets);
      Future<Void> sought = Future.succeededFuture();
      for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
        sought = sought.compose(before -> consumer.seek(offset.getKey(), offset.getValue()));
      }
      return sought;
    }

    @Override
    public Future<Void> lookForEnd() {
      return consumer
          .endOffsets(begin.keySet())
          .map(
              offsets -> {
                end.putAll(offsets);
                return null;
              });
    }

    @Override
    public long total() {
      return distance(end);
    }

    @Override
    public long read() {
      return distance(position);
    }

    /** Records beyond the last known end are read, too, but not counted. */
    private long distance(Map<TopicPartition, Long> offsets) {
      long sum = 0;
      for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
        TopicPartition partition = offset.getKey();
        sum += Math.min(offset.getValue(), end.get(partition)) - begin.get(partition);
      }
      return sum;
    }

    @Override
    public Future<List<Fact>> next() {
      return consumer.poll(POLL).compose(this::take);
    }

    private Future<List<Fact>> take(KafkaConsumerRecords<String, byte[]> polled) {
      if (polled.isEmpty()) return nothing();
      emptyPolls = 0;
      List<Fact> facts = new ArrayList<>(polled.size());
      for (ConsumerRecord<String, byte[]> record : polled.records()) {
        read(record).ifPresent(facts::add);
        position.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
      }
      return Future.succeededFuture(facts);
    }

    /** Offsets may have gaps without records; then only the consumer's position tells. */
    private Future<List<Fact>> nothing() {
      // More records are expected, so the broker is unavailable.
      if (++emptyPolls > settings.waits().request().dividedBy(POLL)) {
        return Future.failedFuture("Kafka has sent nothing for a while");
      }
      Future<Void> asked = Future.succeededFuture();
      for (TopicPartition partition : Set.copyOf(position.keySet())) {
        asked =
            asked
                .compose(before -> consumer.position(partition))
                .map(
                    offset -> {
                      position.put(partition, offset);
                      return null;
                    });
      }
      return asked.map(List.of());
    }

    /** Unreadable records are among the dead letters already: the live consumer put them there. */
    private Optional<Fact> read(ConsumerRecord<String, byte[]> record) {
      try {
        return Facts.read(CloudEvents.read(settings, record));
      } catch (RuntimeException unreadable) {
        LOG.atWarn()
            .addKeyValue("topic", record.topic())
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .addKeyValue("cause", unreadable.toString())
            .log("event left out of the rebuild");
        return Optional.empty();
      }
    }

    @Override
    public Future<Void> close() {
      return consumer.close().otherwiseEmpty();
    }
  }
}
