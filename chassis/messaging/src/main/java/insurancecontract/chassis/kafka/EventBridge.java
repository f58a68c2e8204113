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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings events from Kafka to a service's handlers: each topic's records are sent as a request to
 * the topic's address on the local event bus, and a partition's offset moves only after the reply.
 *
 * <p>While a batch is in flight its partitions are paused, so at most one poll of each partition is
 * in memory; records that arrive meanwhile become the next batch.
 */
public final class EventBridge implements Component {
  private final Vertx vertx;
  private final KafkaSettings settings;
  private final String group;
  private final DeadLetters deadLetters;
  private final Map<String, BusTopic> topics = new HashMap<>();
  private final Map<String, TopicLane> lanes = new HashMap<>();
  private Poller poller;

  /**
   * A bridge for the service of {@code context}, whose name is its consumer group. Events that
   * cannot be read or applied are left in {@code parking}.
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
        (name, handler) -> {
          var topic = new BusTopic(context, settings, deadLetters, name, handler);
          topics.put(name, topic);
          lanes.put(name, new TopicLane(vertx, settings, group, name, topic));
        });
    Gauge.builder("events.lag", this, EventBridge::lag)
        .description("Events on the broker, or on their way here, that are not applied yet")
        .tag("service", group)
        .register(context.meters());
  }

  @Override
  public Future<Void> start() {
    InboundBatch.register(vertx.eventBus());
    Set<String> names =
        lanes.keySet().stream().map(settings::named).collect(Collectors.toUnmodifiableSet());
    poller = new Poller(settings, group, names, vertx.getOrCreateContext(), new Arrivals());
    topics.values().forEach(topic -> topic.open(poller));
    return poller.start();
  }

  /** Lets each lane finish its batch, within a bound, then leaves the group. */
  @Override
  public Future<Void> stop() {
    if (poller == null) return Future.succeededFuture();
    List<Future<?>> closed = new ArrayList<>();
    lanes.values().forEach(lane -> closed.add(lane.close()));
    return Future.join(closed)
        .timeout(settings.waits().close().toMillis(), TimeUnit.MILLISECONDS)
        .transform(done -> unregister())
        .transform(done -> poller.stop())
        .transform(left -> deadLetters.close());
  }

  private Future<Void> unregister() {
    List<Future<?>> unregistered = new ArrayList<>();
    topics.values().forEach(topic -> unregistered.add(topic.close()));
    return Future.join(unregistered).mapEmpty();
  }

  private long lag() {
    long here = lanes.values().stream().mapToLong(TopicLane::unapplied).sum();
    return poller == null ? here : here + poller.lag();
  }

  private String topic(ConsumerRecord<String, byte[]> record) {
    return record.topic().substring(settings.topicPrefix().length());
  }

  private final class Arrivals implements Poller.Listener {
    @Override
    public void polled(List<ConsumerRecord<String, byte[]>> records) {
      records.stream()
          .collect(Collectors.groupingBy(EventBridge.this::topic))
          .forEach((topic, arrived) -> lanes.get(topic).arrived(arrived));
    }

    @Override
    public Future<Void> revoked(Set<TopicPartition> partitions) {
      List<Future<?>> released = new ArrayList<>();
      lanes.values().forEach(lane -> released.add(lane.revoked(partitions)));
      return Future.join(released).mapEmpty();
    }
  }
}
