package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.postgres.Postgres;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.OffsetAndMetadata;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic's records on their way to its handler, one batch after the other. What cannot be read
 * or applied goes to the dead-letter topic; what fails for a passing reason is tried until it
 * succeeds.
 */
final class TopicLane {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLane.class);
  private static final int PASSING = 1;
  private static final int POISON = 2;
  private static final long ANSWER_WITHIN_MS = 60_000;

  private final Vertx vertx;
  private final KafkaSettings settings;
  private final String group;
  private final String topic;
  private final String address;
  private final EventHandler handler;
  private final Backoff backoff;
  private final Counter applied;
  private final Counter parked;
  private final Queue<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();

  private KafkaConsumer<String, byte[]> consumer;
  private KafkaProducer<String, byte[]> deadLetters;
  private MessageConsumer<InboundBatch> served;
  private boolean busy;
  private boolean closed;
  private Promise<Void> quiet = Promise.promise();

  TopicLane(ServiceContext context, KafkaSettings settings, String topic, EventHandler handler) {
    this.vertx = context.vertx();
    this.settings = settings;
    this.group = context.name();
    this.topic = topic;
    // Several services of one JVM listen to the same topic, and each must get every event.
    this.address = "events." + group + "." + topic + "." + UUID.randomUUID();
    this.handler = handler;
    this.backoff = new Backoff(settings.retryMax());
    this.applied = counter(context.meters(), "events.applied", "Events applied or left out");
    this.parked = counter(context.meters(), "events.parked", "Events sent to a dead-letter topic");
  }

  private Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tag("service", group)
        .tag("topic", topic)
        .register(meters);
  }

  void open(KafkaConsumer<String, byte[]> from, KafkaProducer<String, byte[]> deadLetterProducer) {
    consumer = from;
    deadLetters = deadLetterProducer;
    served = vertx.eventBus().localConsumer(address, this::serve);
  }

  /** The address's side: always answers, with the kind of trouble as the failure's code. */
  private void serve(Message<InboundBatch> request) {
    Futures.attempt(() -> handler.handle(request.body().events()))
        .onSuccess(done -> request.reply(null))
        .onFailure(
            cause -> request.fail(Postgres.isPassing(cause) ? PASSING : POISON, cause.toString()));
  }

  void add(ConsumerRecord<String, byte[]> record) {
    waiting.add(record);
  }

  /** Drops what waits of a partition that another member has now. */
  void forget(int partition) {
    waiting.removeIf(record -> record.partition() == partition);
  }

  /** Takes up what waits, unless a batch is under way. */
  void proceed() {
    if (busy || closed || waiting.isEmpty()) return;
    busy = true;
    List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
    while (batch.size() < settings.batchMax() && !waiting.isEmpty()) batch.add(waiting.poll());
    Futures.end(
        apply(batch)
            .compose(done -> commit(batch))
            .eventually(() -> resume(batch))
            .onComplete(done -> next()),
        LOG,
        "moving on in " + topic);
  }

  private void next() {
    busy = false;
    if (closed) quiet.tryComplete();
    proceed();
  }

  Future<Void> close() {
    closed = true;
    waiting.clear();
    if (!busy) quiet.tryComplete();
    return quiet.future().compose(done -> served.unregister());
  }

  private Future<Void> resume(List<ConsumerRecord<String, byte[]>> batch) {
    Set<TopicPartition> free = new HashSet<>(partitions(batch));
    free.removeAll(partitions(waiting));
    return consumer.resume(free).recover(revoked -> Future.succeededFuture());
  }

  private Set<TopicPartition> partitions(Collection<ConsumerRecord<String, byte[]>> records) {
    return records.stream()
        .map(record -> new TopicPartition(record.topic(), record.partition()))
        .collect(Collectors.toSet());
  }

  /** Parks what cannot be read and hands on the rest. */
  private Future<Void> apply(List<ConsumerRecord<String, byte[]>> batch) {
    List<ConsumerRecord<String, byte[]>> readable = new ArrayList<>(batch.size());
    List<InboundEvent> events = new ArrayList<>(batch.size());
    Future<Void> parking = Future.succeededFuture();
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        events.add(CloudEvents.read(settings, record));
        readable.add(record);
      } catch (RuntimeException unreadable) {
        parking = parking.compose(before -> park(record, unreadable.toString()));
      }
    }
    return parking.compose(parkedAll -> hand(readable, events));
  }

  private Future<Void> hand(
      List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events) {
    if (events.isEmpty()) return Future.succeededFuture();
    DeliveryOptions options =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setCodecName(InboundBatch.CODEC)
            .setSendTimeout(ANSWER_WITHIN_MS);
    return vertx
        .eventBus()
        .request(address, new InboundBatch(events), options)
        .<Void>map(
            answered -> {
              backoff.reset();
              applied.increment(events.size());
              return null;
            })
        .recover(cause -> troubled(records, events, cause));
  }

  private Future<Void> troubled(
      List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events, Throwable cause) {
    if (!isPoison(cause)) {
      return pauseFor(cause).compose(waited -> hand(records, events));
    }
    if (records.size() == 1) return park(records.get(0), cause.getMessage());
    // Each alone and in order: the one that cannot be applied must not take the others with it.
    Future<Void> each = Future.succeededFuture();
    for (int i = 0; i < records.size(); i++) {
      List<ConsumerRecord<String, byte[]>> record = List.of(records.get(i));
      List<InboundEvent> event = List.of(events.get(i));
      each = each.compose(before -> hand(record, event));
    }
    return each;
  }

  private static boolean isPoison(Throwable cause) {
    return cause instanceof ReplyException reply && reply.failureCode() == POISON;
  }

  /** Fails when the lane is closed meanwhile: what is not committed will be read again. */
  private Future<Void> pauseFor(Throwable cause) {
    long millis = backoff.nextMillis();
    LOG.atWarn()
        .addKeyValue("group", group)
        .addKeyValue("topic", topic)
        .addKeyValue("pauseMs", millis)
        .addKeyValue("cause", cause.toString())
        .log("events could not be applied, will try again");
    return vertx
        .timer(millis)
        .compose(
            elapsed ->
                closed ? Future.failedFuture("closed while waiting") : Future.succeededFuture());
  }

  /** Completes once the record is safe in the dead-letter topic, however long that takes. */
  private Future<Void> park(ConsumerRecord<String, byte[]> record, String reason) {
    KafkaProducerRecord<String, byte[]> letter =
        KafkaProducerRecord.create(
            record.topic() + KafkaTopics.DEAD_LETTERS, record.key(), record.value());
    record
        .headers()
        .forEach(header -> letter.addHeader(header.key(), Buffer.buffer(header.value())));
    letter
        .addHeader("dlq_reason", reason)
        .addHeader("dlq_group", group)
        .addHeader("dlq_partition", Integer.toString(record.partition()))
        .addHeader("dlq_offset", Long.toString(record.offset()))
        .addHeader("dlq_time", Instant.now().toString());
    return deadLetters
        .send(letter)
        .<Void>map(
            stored -> {
              parked.increment();
              LOG.atWarn()
                  .addKeyValue("group", group)
                  .addKeyValue("topic", topic)
                  .addKeyValue("partition", record.partition())
                  .addKeyValue("offset", record.offset())
                  .addKeyValue("reason", reason)
                  .log("event parked in the dead-letter topic");
              return null;
            })
        .recover(cause -> pauseFor(cause).compose(waited -> park(record, reason)));
  }

  /** A commit that fails repeats the batch later, which changes nothing. */
  private Future<Void> commit(List<ConsumerRecord<String, byte[]>> batch) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : batch) {
      offsets.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1, ""));
    }
    return consumer
        .commit(offsets)
        .<Void>mapEmpty()
        .recover(
            cause -> {
              LOG.atInfo()
                  .addKeyValue("group", group)
                  .addKeyValue("topic", topic)
                  .addKeyValue("cause", cause.toString())
                  .log("offsets not committed, events will repeat");
              return Future.succeededFuture();
            });
  }
}
