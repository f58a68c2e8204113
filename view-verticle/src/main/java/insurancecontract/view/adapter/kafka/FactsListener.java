package insurancecontract.view.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Projector;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Passes each Kafka batch to the projection as one. When that completes, the browsers have been
 * notified.
 */
public final class FactsListener implements EventHandler {
  private final Projector projector;
  private final Tracing tracing;

  /** A listener for any of the topics. */
  public FactsListener(Projector projector, Tracing tracing) {
    this.projector = projector;
    this.tracing = tracing;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    List<Fact> facts = batch.stream().map(Facts::read).flatMap(Optional::stream).toList();
    List<Step> steps = tracing.isOn() ? batch.stream().map(this::pushed).toList() : List.of();
    return projector
        .project(facts)
        .onComplete(done -> steps.forEach(step -> step.end(done.cause())));
  }

  private Step pushed(InboundEvent event) {
    return tracing
        .begin(SpanKind.PRODUCER, "merge and push", event.traceparent())
        .with("subscription.id", event.subject());
  }
}
