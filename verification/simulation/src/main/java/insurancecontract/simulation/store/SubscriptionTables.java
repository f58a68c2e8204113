package insurancecontract.simulation.store;

import insurancecontract.subscription.domain.Subscription;
import java.time.Instant;

/** The tables of the subscription service. */
public final class SubscriptionTables {
  /** A request stored under its idempotency key. */
  public record Remembered(long subscriptionId, String bodyHash, Instant until) {}

  final Table<Long, Subscription> subscriptions = new Table<>("subscription");
  final Table<Long, Long> cases = new Table<>("subscription.underwriting_id");
  final Table<String, Remembered> requests = new Table<>("request");
  private long lastId;

  /** The applications. */
  public Table<Long, Subscription> subscriptions() {
    return subscriptions;
  }

  /** The case's column, which no statement clears. */
  public Table<Long, Long> cases() {
    return cases;
  }

  long nextId() {
    return ++lastId;
  }
}
