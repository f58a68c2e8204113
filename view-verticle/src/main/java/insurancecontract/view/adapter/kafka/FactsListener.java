package insurancecontract.view.adapter.kafka;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Projector;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Hands what is announced to the projection, one Kafka batch as one. */
public final class FactsListener implements EventHandler {
  private final Projector projector;

  /** A listener for any of the topics. */
  public FactsListener(Projector projector) {
    this.projector = projector;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> batch) {
    List<Fact> facts = batch.stream().map(Facts::read).flatMap(Optional::stream).toList();
    return projector.project(facts);
  }
}
