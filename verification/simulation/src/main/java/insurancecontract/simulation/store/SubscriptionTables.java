package insurancecontract.simulation.store;

import insurancecontract.subscription.domain.Subscription;
import java.time.Instant;

/** What the subscription service stores. */
public final class SubscriptionTables {
  /** A request that is remembered by its key. */
  public record Remembered(long subscriptionId, String bodyHash, Instant until) {}

  final Table<Long, Subscription> subscriptions = new Table<>("subscription");
  final Table<Long, Long> cases = new Table<>("subscription.underwriting_id");
  final Table<String, Remembered> requests = new Table<>("request");
  private long lastId;

  /** The applications. */
  public Table<Long, Subscription> subscriptions() {
    return subscriptions;
  }

  /** The column of the case, which no statement clears. */
  public Table<Long, Long> cases() {
    return cases;
  }

  long nextId() {
    return ++lastId;
  }
}
