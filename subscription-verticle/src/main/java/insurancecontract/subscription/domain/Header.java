package insurancecontract.subscription.domain;

import java.time.Instant;

/**
 * What is true of an application in every state.
 *
 * @param version how many events it has seen
 * @param product what was applied for, as it was offered at that time
 */
public record Header(long id, long version, String customerId, Product product, Instant createdAt) {
  /** The version that its first event gives an application. */
  static final long OPENED = 1;

  /** The same after one more event. */
  public Header next() {
    return at(version + 1);
  }

  /** The same when it was paid, which is always its second event. */
  Header paid() {
    return at(OPENED + 1);
  }

  private Header at(long other) {
    return new Header(id, other, customerId, product, createdAt);
  }
}
