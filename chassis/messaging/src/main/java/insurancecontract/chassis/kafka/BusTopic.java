package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one topic at its address on the event bus, such as {@code view/payment-events}.
 * Services of one JVM share a bus, so the address names the service; other processes of the service
 * use the same one, so it is registered and called within this process only.
 */
final class BusTopic implements LanePorts {
  private static final Logger LOG = LoggerFactory.getLogger(BusTopic.class);
  private static final int TRANSIENT = 1;
  private static final int POISON = 2;

  private final Vertx vertx;
  private final Tracing tracing;
  private final String group;
  private final String topic;
  private final String address;
  private final EventHandler handler;
  private final DeadLetters deadLetters;
  private final DeliveryOptions delivery;
  private final Counter applied;
  private final Counter parked;
  private Poller poller;
  private MessageConsumer<InboundBatch> consumer;

  BusTopic(
      ServiceContext context,
      KafkaSettings settings,
      DeadLetters deadLetters,
      String topic,
      EventHandler handler) {
    this.vertx = context.vertx();
    this.tracing = context.tracing();
    this.group = context.name();
    this.topic = topic;
    this.address = group + "/" + topic;
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.delivery =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setCodecName(InboundBatch.CODEC)
            .setSendTimeout(settings.waits().handling().toMillis());
    this.applied = counter(context.meters(), "events.applied", "Events applied or ignored");
    this.parked = counter(context.meters(), "events.parked", "Events parked for an operator");
  }

  private Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tag("service", group)
        .tag("topic", topic)
        .register(meters);
  }

  /** From now on the handler is served, and offsets go to {@code to}. */
  void open(Poller to) {
    poller = to;
    consumer = vertx.eventBus().localConsumer(address, this::serve);
  }

  Future<Void> close() {
    return consumer.unregister();
  }

  /** Always replies; the failure code says whether a retry helps. */
  private void serve(Message<InboundBatch> request) {
    Futures.attempt(() -> handler.handle(request.body().events()))
        .onSuccess(done -> request.reply(null))
        .onFailure(
            cause ->
                request.fail(Postgres.isTransient(cause) ? TRANSIENT : POISON, cause.toString()));
  }

  @Override
  public Future<Void> handle(List<InboundEvent> events) {
    List<Step> steps = new ArrayList<>();
    return vertx
        .eventBus()
        .request(address, new InboundBatch(traced(events, steps)), delivery)
        .onComplete(handled -> steps.forEach(step -> step.end(handled.cause())))
        .onSuccess(reply -> applied.increment(events.size()))
        .<Void>mapEmpty()
        .recover(cause -> Future.failedFuture(isPoison(cause) ? poison(cause) : cause));
  }

  private static boolean isPoison(Throwable cause) {
    return cause instanceof ReplyException reply && reply.failureCode() == POISON;
  }

  private static PoisonException poison(Throwable cause) {
    return new PoisonException(cause.getMessage());
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

  @Override
  public Future<Void> park(List<DeadLetter> letters) {
    return deadLetters
        .park(letters)
        .onSuccess(
            stored -> {
              parked.increment(letters.size());
              letters.forEach(this::logParked);
            });
  }

  private void logParked(DeadLetter letter) {
    LOG.atWarn()
        .addKeyValue("group", group)
        .addKeyValue("topic", topic)
        .addKeyValue("partition", letter.record().partition())
        .addKeyValue("offset", letter.record().offset())
        .log("event parked for an operator");
  }

  @Override
  public void applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free) {
    poller.applied(offsets, free);
  }
}
