package insurancecontract.simulation.events;

import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.outbox.EventPublisher;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Replica;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** A process's publisher; it waits while the broker is unavailable. */
public final class SimulatedPublisher implements EventPublisher {
  private static final long RETRY_MICROS = 200_000;

  private final Replica process;
  private final Broker broker;

  /** A publisher of this process. */
  public SimulatedPublisher(Replica process, Broker broker) {
    this.process = process;
    this.broker = broker;
  }

  @Override
  public Future<Void> publish(List<OutboxMessage> messages) {
    Promise<Void> stored = Promise.promise();
    process.soon(() -> send(messages, stored));
    return stored.future();
  }

  /** Sends one event after the other; a crash in between leaves the rest unsent. */
  private void send(List<OutboxMessage> messages, Promise<Void> stored) {
    if (broker.isUnavailable()) {
      process.later(RETRY_MICROS, () -> send(messages, stored));
      return;
    }
    if (process.crashesAt(FaultKind.CRASH_BEFORE_PUBLISH)) return;
    for (int i = 0; i < messages.size(); i++) {
      broker.append(CloudEvents.record(Wire.SETTINGS, process.service().label(), messages.get(i)));
      if (i < messages.size() - 1 && process.crashesAt(FaultKind.CRASH_WHILE_PUBLISHING)) return;
    }
    if (process.crashesAt(FaultKind.CRASH_AFTER_PUBLISH)) return;
    process.soon(stored::complete);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
