package insurancecontract.chassis.kafka;

import io.vertx.core.Future;
import java.util.List;

/**
 * Applies events of one topic. A batch may hold events of several partitions; those of one
 * partition are in order, and no other batch of that partition is in flight.
 *
 * <p>A repeated event must be a no-op, and unknown types are ignored. A failure that {@link
 * insurancecontract.chassis.postgres.Postgres#isTransient} is retried until it succeeds; any other
 * moves the event that causes it to the dead-letter topic.
 */
@FunctionalInterface
public interface EventHandler {
  /** Completes once the effect of every event is committed. */
  Future<Void> handle(List<InboundEvent> batch);
}
