package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.parked.Parking;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The way from Kafka to a service's handlers: each topic's records go as a request to the topic's
 * address on the local event bus, and a partition's offset moves on only after the answer.
 *
 * <p>While a batch is under way its partitions are paused, so that at most one poll of each
 * partition waits in memory; what gathers meanwhile becomes the next batch.
 */
public final class EventBridge implements Component {
  private final Vertx vertx;
  private final KafkaSettings settings;
  private final String group;
  private final DeadLetters deadLetters;
  private final Map<String, TopicLane> lanes = new HashMap<>();
  private Poller poller;

  /**
   * A bridge for the service of {@code context}, whose name is its consumer group. What it cannot
   * read or apply it leaves in {@code parking}.
   */
  public EventBridge(
      ServiceContext context,
      KafkaSettings settings,
      Parking parking,
      Map<String, EventHandler> byTopic) {
    this.vertx = context.vertx();
    this.settings = settings;
    this.group = context.name();
    this.deadLetters = new DeadLetters(context, settings, parking, byTopic);
    byTopic.forEach(
        (topic, handler) ->
            lanes.put(topic, new TopicLane(context, settings, deadLetters, topic, handler)));
    Gauge.builder("events.lag", this, EventBridge::lag)
        .description("Events on the broker, or on their way here, that are not applied yet")
        .tag("service", group)
        .register(context.meters());
  }

  @Override
  public Future<Void> start() {
    InboundBatch.register(vertx.eventBus());
    Set<String> topics =
        lanes.keySet().stream().map(settings::named).collect(Collectors.toUnmodifiableSet());
    poller = new Poller(settings, group, topics, vertx.getOrCreateContext(), new Arrivals());
    lanes.values().forEach(lane -> lane.open(poller));
    return poller.start();
  }

  /** Lets each lane finish the batch under way, within a bound, then leaves the group. */
  @Override
  public Future<Void> stop() {
    if (poller == null) return Future.succeededFuture();
    List<Future<?>> quiet = new ArrayList<>();
    lanes.values().forEach(lane -> quiet.add(lane.close()));
    return Future.join(quiet)
        .transform(closed -> poller.stop())
        .transform(left -> deadLetters.close());
  }

  private long lag() {
    long here = lanes.values().stream().mapToLong(TopicLane::unapplied).sum();
    return poller == null ? here : here + poller.lag();
  }

  private TopicLane lane(String wireTopic) {
    return lanes.get(wireTopic.substring(settings.topicPrefix().length()));
  }

  private final class Arrivals implements Poller.Listener {
    @Override
    public void polled(List<ConsumerRecord<String, byte[]>> records) {
      records.forEach(record -> lane(record.topic()).add(record));
      lanes.values().forEach(TopicLane::proceed);
    }

    @Override
    public Future<Void> revoked(Set<TopicPartition> partitions) {
      List<Future<?>> quiet = new ArrayList<>();
      lanes.values().forEach(lane -> quiet.add(lane.forget(partitions)));
      return Future.join(quiet).mapEmpty();
    }
  }
}
