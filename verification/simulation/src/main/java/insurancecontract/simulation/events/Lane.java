package insurancecontract.simulation.events;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One topic's records on their way to the handler, one batch after the other, as in the chassis: a
 * passing failure is tried again, any other parks the one event that causes it.
 */
final class Lane {
  private static final int BATCH_MAX = 20;

  private final Consumer consumer;
  private final Broker broker;
  private final EventHandler handler;
  private final Backoff backoff = new Backoff(Wire.SETTINGS.retryMax());
  private final Queue<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
  private List<ConsumerRecord<String, byte[]>> underWay = List.of();
  private Promise<Void> quiet = Promise.promise();

  Lane(Consumer consumer, Broker broker, EventHandler handler) {
    this.consumer = consumer;
    this.broker = broker;
    this.handler = handler;
  }

  void add(List<ConsumerRecord<String, byte[]>> records) {
    waiting.addAll(records);
  }

  void drop(Set<TopicPartition> partitions) {
    waiting.removeIf(record -> partitions.contains(partition(record)));
  }

  Future<Void> forget(Set<TopicPartition> partitions) {
    drop(partitions);
    boolean concerned = underWay.stream().map(Lane::partition).anyMatch(partitions::contains);
    return concerned ? quiet.future() : Future.succeededFuture();
  }

  void proceed() {
    if (!underWay.isEmpty() || waiting.isEmpty()) return;
    List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
    while (batch.size() < BATCH_MAX && !waiting.isEmpty()) batch.add(waiting.poll());
    underWay = batch;
    quiet = Promise.promise();
    List<InboundEvent> events = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : batch) {
      events.add(CloudEvents.read(Wire.SETTINGS, record));
    }
    tell(events);
    hand(batch, events)
        .onComplete(
            applied -> {
              consumer.applied(offsets(batch), free(batch));
              underWay = List.of();
              quiet.complete();
              proceed();
            });
  }

  private void tell(List<InboundEvent> events) {
    broker
        .world()
        .trace()
        .tell(
            () ->
                consumer.process()
                    + " hears "
                    + String.join(
                        ", ", events.stream().map(it -> it.type() + " " + it.id()).toList()));
  }

  private Future<Void> hand(
      List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events) {
    return Futures.attempt(() -> handler.handle(events))
        .onSuccess(done -> backoff.reset())
        .recover(cause -> troubled(records, events, cause));
  }

  private Future<Void> troubled(
      List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events, Throwable cause) {
    if (Postgres.isTransient(cause)) {
      return pause().compose(waited -> hand(records, events));
    }
    if (records.size() == 1) {
      broker.park(records.get(0), consumer.group().name(), cause.toString());
      return Future.succeededFuture();
    }
    Future<Void> each = Future.succeededFuture();
    for (int i = 0; i < records.size(); i++) {
      List<ConsumerRecord<String, byte[]>> record = List.of(records.get(i));
      List<InboundEvent> event = List.of(events.get(i));
      each = each.compose(before -> hand(record, event));
    }
    return each;
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    consumer.process().later(backoff.nextMillis() * 1_000, over::complete);
    return over.future();
  }

  private Set<TopicPartition> free(List<ConsumerRecord<String, byte[]>> batch) {
    Set<TopicPartition> free = partitions(batch);
    free.removeAll(partitions(waiting));
    return free;
  }

  private static Set<TopicPartition> partitions(
      Collection<ConsumerRecord<String, byte[]>> records) {
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    records.forEach(record -> partitions.add(partition(record)));
    return partitions;
  }

  private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  static Map<TopicPartition, Long> offsets(List<ConsumerRecord<String, byte[]>> batch) {
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    batch.forEach(record -> offsets.put(partition(record), record.offset() + 1));
    return offsets;
  }
}
