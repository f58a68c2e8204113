package insurancecontract.chassis.outbox;

import io.vertx.core.Future;
import java.util.List;

/** Where the relay publishes. */
public interface EventPublisher {
  /**
   * Completes when the broker has stored all events in their order. After a failure it has stored
   * some of them, and none is still in flight.
   */
  Future<Void> publish(List<OutboxMessage> messages);

  /** Drops what is in flight. */
  Future<Void> close();
}
