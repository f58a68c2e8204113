package insurancecontract.chassis.decision;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** Aggregates of one kind by id, stored together with the events they publish. */
public interface Aggregates<S, E> {
  /**
   * One transaction: loads and locks the aggregates in the order of their ids, hands them to {@code
   * work}, and stores what it returns with the events to publish: all or nothing.
   *
   * <p>Fails with {@link StaleState}, having stored nothing, when another process was faster.
   *
   * @param work gets one state for every id, the absent state where there is none; must be pure
   */
  <R> Future<R> transact(Collection<Long> ids, Function<Map<Long, S>, Changes<S, E, R>> work);
}
