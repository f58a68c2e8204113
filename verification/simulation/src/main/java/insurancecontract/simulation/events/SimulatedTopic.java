package insurancecontract.simulation.events;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.kafka.DeadLetter;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.LanePorts;
import insurancecontract.chassis.kafka.PoisonException;
import insurancecontract.chassis.postgres.Postgres;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The handler of one topic in a simulated process, called without an event bus. */
final class SimulatedTopic implements LanePorts {
  private final Consumer consumer;
  private final Broker broker;
  private final EventHandler handler;

  SimulatedTopic(Consumer consumer, Broker broker, EventHandler handler) {
    this.consumer = consumer;
    this.broker = broker;
    this.handler = handler;
  }

  @Override
  public Future<Void> handle(List<InboundEvent> events) {
    trace(events);
    return Futures.attempt(() -> handler.handle(events))
        .recover(
            cause ->
                Future.failedFuture(
                    Postgres.isTransient(cause) ? cause : new PoisonException(cause.toString())));
  }

  private void trace(List<InboundEvent> events) {
    broker
        .world()
        .trace()
        .add(
            () ->
                consumer.process()
                    + " receives "
                    + String.join(
                        ", ", events.stream().map(it -> it.type() + " " + it.id()).toList()));
  }

  @Override
  public Future<Void> park(List<DeadLetter> letters) {
    letters.forEach(
        letter -> broker.park(letter.record(), consumer.group().name(), letter.reason()));
    return Future.succeededFuture();
  }

  @Override
  public void applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free) {
    consumer.applied(offsets, free);
  }
}
