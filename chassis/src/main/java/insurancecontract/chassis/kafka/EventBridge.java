package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import io.vertx.kafka.client.producer.KafkaProducer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from Kafka to a service's handlers: each topic's records go as a request to the topic's
 * address on the local event bus, and a partition's offset moves on only after the answer.
 *
 * <p>While a batch is under way its partitions are paused, so that at most one poll of each
 * partition waits in memory; what gathers meanwhile becomes the next batch.
 */
public final class EventBridge implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(EventBridge.class);

  private final Vertx vertx;
  private final KafkaSettings settings;
  private final String group;
  private final Map<String, TopicLane> lanes = new HashMap<>();
  private KafkaConsumer<String, byte[]> consumer;
  private KafkaProducer<String, byte[]> deadLetters;

  /** A bridge for the service of {@code context}, whose name is its consumer group. */
  public EventBridge(
      ServiceContext context, KafkaSettings settings, Map<String, EventHandler> byTopic) {
    this.vertx = context.vertx();
    this.settings = settings;
    this.group = context.name();
    byTopic.forEach(
        (topic, handler) -> lanes.put(topic, new TopicLane(context, settings, topic, handler)));
  }

  @Override
  public Future<Void> start() {
    InboundBatch.register(vertx.eventBus());
    consumer = KafkaConsumer.create(vertx, settings.consumer(group));
    deadLetters = KafkaProducer.create(vertx, settings.producer(group + "-dead-letters"));
    consumer.exceptionHandler(
        cause ->
            LOG.atWarn()
                .addKeyValue("group", group)
                .addKeyValue("cause", cause.toString())
                .log("polling failed, will go on"));
    consumer.partitionsRevokedHandler(this::drop);
    lanes.values().forEach(lane -> lane.open(consumer, deadLetters));
    // Without a record handler the consumer does not poll at all.
    consumer.handler(record -> {});
    consumer.batchHandler(this::take);
    return consumer.subscribe(
        lanes.keySet().stream().map(settings::named).collect(Collectors.toUnmodifiableSet()));
  }

  /** Lets each lane finish the batch under way, then leaves the group. */
  @Override
  public Future<Void> stop() {
    if (consumer == null) return Future.succeededFuture();
    Future<?> closed = Future.succeededFuture();
    for (TopicLane lane : lanes.values()) closed = closed.transform(before -> lane.close());
    return closed.transform(before -> consumer.close()).transform(before -> deadLetters.close());
  }

  private void take(KafkaConsumerRecords<String, byte[]> polled) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (ConsumerRecord<String, byte[]> record : polled.records()) {
      lane(record.topic()).add(record);
      partitions.add(new TopicPartition(record.topic(), record.partition()));
    }
    // The next poll comes after this: a lane resumes what it has applied.
    Futures.end(consumer.pause(partitions), LOG, "pausing partitions");
    lanes.values().forEach(TopicLane::proceed);
  }

  private void drop(Set<TopicPartition> revoked) {
    revoked.forEach(partition -> lane(partition.getTopic()).forget(partition.getPartition()));
  }

  private TopicLane lane(String wireTopic) {
    return lanes.get(wireTopic.substring(settings.topicPrefix().length()));
  }
}
