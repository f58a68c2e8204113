package insurancecontract.chassis.kafka;

import io.vertx.core.Future;
import java.util.List;

/**
 * Applies events of one topic. A batch holds events of several partitions; those of one partition
 * stand in their order, and no other batch with that partition is under way.
 *
 * <p>A repeat must change nothing. Types that the handler does not know are left out. A failure
 * that {@link insurancecontract.chassis.postgres.Postgres#isTransient} calls passing is tried again
 * for as long as it takes; any other moves the one event that causes it to the dead-letter topic.
 */
@FunctionalInterface
public interface EventHandler {
  /** Completes once the effect of every event is committed. */
  Future<Void> handle(List<InboundEvent> batch);
}
