package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic's records on their way to its handler, one batch after the other. What cannot be read
 * or applied goes to the dead letters; what fails for a passing reason is tried until it succeeds.
 */
final class TopicLane {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLane.class);
  private static final int PASSING = 1;
  private static final int POISON = 2;

  private final Vertx vertx;
  private final KafkaSettings settings;
  private final Tracing tracing;
  private final String group;
  private final String topic;
  private final String address;
  private final EventHandler handler;
  private final Backoff backoff;
  private final Counter applied;
  private final Counter parked;
  private final Queue<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();

  private final DeadLetters deadLetters;

  private Poller poller;
  private MessageConsumer<InboundBatch> served;
  private List<ConsumerRecord<String, byte[]>> underWay = List.of();
  private Promise<Void> quiet = done();
  private Promise<Void> pause = done();
  private boolean closed;

  TopicLane(
      ServiceContext context,
      KafkaSettings settings,
      DeadLetters deadLetters,
      String topic,
      EventHandler handler) {
    this.vertx = context.vertx();
    this.tracing = context.tracing();
    this.settings = settings;
    this.group = context.name();
    this.topic = topic;
    this.address = address(group, topic);
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.backoff = new Backoff(settings.retryMax());
    this.applied = counter(context.meters(), "events.applied", "Events applied or left out");
    this.parked = counter(context.meters(), "events.parked", "Events that wait for a person");
  }

  private Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tag("service", group)
        .tag("topic", topic)
        .register(meters);
  }

  /**
   * Where a service takes the batches of a topic, such as {@code view/payment-events}. Services of
   * one JVM share a bus, so the address names the service; other processes of the service use the
   * same one, so it is registered and called within this process only.
   */
  static String address(String service, String topic) {
    return service + "/" + topic;
  }

  private static Promise<Void> done() {
    Promise<Void> done = Promise.promise();
    done.complete();
    return done;
  }

  void open(Poller from) {
    poller = from;
    served = vertx.eventBus().localConsumer(address, this::serve);
  }

  /** The address's side: always answers, with the kind of trouble as the failure's code. */
  private void serve(Message<InboundBatch> request) {
    Futures.attempt(() -> handler.handle(request.body().events()))
        .onSuccess(done -> request.reply(null))
        .onFailure(
            cause ->
                request.fail(Postgres.isTransient(cause) ? PASSING : POISON, cause.toString()));
  }

  void add(ConsumerRecord<String, byte[]> record) {
    waiting.add(record);
  }

  /** Records that are not applied yet: those that wait here, and those under way. */
  int unapplied() {
    return waiting.size() + underWay.size();
  }

  /**
   * Drops what waits of partitions that another member has from now on; completes when nothing of
   * them is under way.
   */
  Future<Void> forget(Set<TopicPartition> partitions) {
    waiting.removeIf(record -> partitions.contains(partition(record)));
    boolean concerned = underWay.stream().map(this::partition).anyMatch(partitions::contains);
    return concerned ? quiet.future() : Future.succeededFuture();
  }

  /** Takes up what waits, unless a batch is under way. */
  void proceed() {
    if (!underWay.isEmpty() || closed || waiting.isEmpty()) return;
    List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
    while (batch.size() < settings.batchMax() && !waiting.isEmpty()) batch.add(waiting.poll());
    underWay = batch;
    quiet = Promise.promise();
    Futures.end(
        untilApplied(batch)
            .onSuccess(applied -> poller.applied(offsets(batch), free(batch)))
            .recover(this::isClosed)
            .onComplete(done -> next()),
        LOG,
        "applying events of " + topic);
  }

  private void next() {
    underWay = List.of();
    quiet.complete();
    proceed();
  }

  /** Lets the batch under way come to its end, within a bound; a pause between tries ends now. */
  Future<Void> close() {
    closed = true;
    waiting.clear();
    pause.tryComplete();
    return Future.any(quiet.future(), vertx.timer(settings.waits().close().toMillis()))
        .compose(done -> served.unregister());
  }

  private Future<Void> isClosed(Throwable cause) {
    return closed ? Future.succeededFuture() : Future.failedFuture(cause);
  }

  /** A partition of which something waits here stays paused. */
  private Set<TopicPartition> free(List<ConsumerRecord<String, byte[]>> batch) {
    Set<TopicPartition> free = new HashSet<>(partitions(batch));
    free.removeAll(partitions(waiting));
    return free;
  }

  private Set<TopicPartition> partitions(Collection<ConsumerRecord<String, byte[]>> records) {
    return records.stream().map(this::partition).collect(Collectors.toSet());
  }

  private TopicPartition partition(ConsumerRecord<String, byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(
      List<ConsumerRecord<String, byte[]>> batch) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    batch.forEach(
        record -> offsets.put(partition(record), new OffsetAndMetadata(record.offset() + 1)));
    return offsets;
  }

  /** Fails only when the lane is closed: nothing may be passed over, whatever goes wrong. */
  private Future<Void> untilApplied(List<ConsumerRecord<String, byte[]>> batch) {
    return Futures.attempt(() -> apply(batch))
        .recover(
            cause ->
                closed
                    ? Future.failedFuture(cause)
                    : pauseFor(cause).compose(waited -> untilApplied(batch)));
  }

  /** Parks what cannot be read and hands on the rest. */
  private Future<Void> apply(List<ConsumerRecord<String, byte[]>> batch) {
    List<ConsumerRecord<String, byte[]>> readable = new ArrayList<>(batch.size());
    List<InboundEvent> events = new ArrayList<>(batch.size());
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        events.add(CloudEvents.read(settings, record));
        readable.add(record);
      } catch (RuntimeException unreadable) {
        letters.add(new DeadLetter(record, unreadable.toString()));
      }
    }
    return park(letters).compose(parkedAll -> hand(readable, events));
  }

  private Future<Void> hand(
      List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events) {
    if (events.isEmpty()) return Future.succeededFuture();
    DeliveryOptions options =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setCodecName(InboundBatch.CODEC)
            .setSendTimeout(settings.waits().handling().toMillis());
    List<Step> steps = new ArrayList<>();
    return vertx
        .eventBus()
        .request(address, new InboundBatch(traced(events, steps)), options)
        .onComplete(handled -> steps.forEach(step -> step.end(handled.cause())))
        .<Void>map(
            answered -> {
              backoff.reset();
              applied.increment(events.size());
              return null;
            })
        .recover(cause -> troubled(records, events, cause));
  }

  private List<InboundEvent> traced(List<InboundEvent> events, List<Step> steps) {
    if (!tracing.isOn()) return events;
    return events.stream()
        .map(
            event -> {
              Step step =
                  tracing.begin(SpanKind.CONSUMER, "apply " + event.type(), event.traceparent());
              steps.add(step);
              return event.within(step.traceparent());
            })
        .toList();
  }

  private Future<Void> troubled(
      List<ConsumerRecord<String, byte[]>> records, List<InboundEvent> events, Throwable cause) {
    if (!isPoison(cause)) {
      return pauseFor(cause).compose(waited -> hand(records, events));
    }
    if (records.size() == 1) {
      return park(List.of(new DeadLetter(records.get(0), cause.getMessage())));
    }
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
    pause = Promise.promise();
    if (closed) pause.complete();
    long timer = vertx.setTimer(millis, elapsed -> pause.tryComplete());
    return pause
        .future()
        .compose(
            over -> {
              boolean unused = vertx.cancelTimer(timer);
              return closed
                  ? Future.failedFuture("closed while waiting")
                  : Future.succeededFuture();
            });
  }

  /** Completes once the records are safe among the dead letters, however long that takes. */
  private Future<Void> park(List<DeadLetter> letters) {
    if (letters.isEmpty()) return Future.succeededFuture();
    return deadLetters
        .park(letters)
        .<Void>map(
            stored -> {
              parked.increment(letters.size());
              letters.forEach(this::logParked);
              return null;
            })
        .recover(cause -> pauseFor(cause).compose(waited -> park(letters)));
  }

  private void logParked(DeadLetter letter) {
    LOG.atWarn()
        .addKeyValue("group", group)
        .addKeyValue("topic", topic)
        .addKeyValue("partition", letter.record().partition())
        .addKeyValue("offset", letter.record().offset())
        .log("event parked, an operator has to look at it");
  }
}
