package insurancecontract.chassis.outbox;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.kafka.Publisher;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes events to Kafka as CloudEvents, each as a step of its trace. */
final class KafkaEventPublisher implements EventPublisher {
  private final String service;
  private final Tracing tracing;
  private final KafkaSettings kafka;
  private final Publisher publisher;

  KafkaEventPublisher(ServiceContext context, KafkaSettings kafka) {
    this.service = context.name();
    this.tracing = context.tracing();
    this.kafka = kafka;
    this.publisher = new Publisher(context.vertx(), kafka, service + "-outbox");
  }

  @Override
  public Future<Void> publish(List<OutboxMessage> messages) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>(messages.size());
    List<Step> steps = new ArrayList<>();
    for (OutboxMessage message : messages) {
      records.add(CloudEvents.record(kafka, service, traced(message, steps)));
    }
    return publisher
        .send(records)
        .onComplete(sent -> steps.forEach(step -> step.end(sent.cause())));
  }

  private OutboxMessage traced(OutboxMessage message, List<Step> steps) {
    if (!tracing.isOn()) return message;
    Step step =
        tracing.begin(SpanKind.PRODUCER, "publish " + message.type(), message.traceparent());
    steps.add(step);
    return message.within(step.traceparent());
  }

  @Override
  public Future<Void> close() {
    return publisher.close();
  }
}
