package insurancecontract.view.projection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is known from the subscription's own events; null means not known yet.
 *
 * @param version of the newest fact, 0 before the first; the status belongs to it
 */
public record SubscriptionPart(
    long version,
    String status,
    String customerId,
    String productName,
    Long premium,
    String currency,
    String reason,
    Instant createdAt,
    Instant contractedAt,
    Instant withdrawableUntil) {

  /** Truncates the times to the microseconds that the database keeps. */
  public SubscriptionPart {
    createdAt = cut(createdAt);
    contractedAt = cut(contractedAt);
    withdrawableUntil = cut(withdrawableUntil);
  }

  private static Instant cut(Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.MICROS);
  }

  /** Nothing is known. */
  static final SubscriptionPart UNHEARD =
      new SubscriptionPart(0, null, null, null, null, null, null, null, null, null);

  /** Only that the status became {@code status}. */
  static SubscriptionPart status(long version, String status) {
    return new SubscriptionPart(version, status, null, null, null, null, null, null, null, null);
  }

  /** The status follows the version; everything else comes from a single fact and never changes. */
  SubscriptionPart merge(SubscriptionPart other) {
    SubscriptionPart newer = other.version > version ? other : this;
    return new SubscriptionPart(
        newer.version,
        newer.status,
        ViewRow.known(customerId, other.customerId),
        ViewRow.known(productName, other.productName),
        ViewRow.known(premium, other.premium),
        ViewRow.known(currency, other.currency),
        ViewRow.known(reason, other.reason),
        ViewRow.known(createdAt, other.createdAt),
        ViewRow.known(contractedAt, other.contractedAt),
        ViewRow.known(withdrawableUntil, other.withdrawableUntil));
  }
}
