package insurancecontract.operations.audit;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Facts in the order of their subscriptions, a few at a time in memory. */
interface BySubscription<T> {
  /** The subscription of the next fact; empty at the end. */
  OptionalLong next() throws SQLException;

  /** All facts of this subscription, which is the next one or comes before it. */
  List<T> take(long subscriptionId) throws SQLException;
}
