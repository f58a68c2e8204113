package insurancecontract.view.projection;

import java.time.Instant;

/**
 * What is known of one subscription: everything, or only what a single fact says.
 *
 * <p>Merging is independent of order: the same facts give the same row.
 *
 * @param updatedAt time of the latest fact, by its source's clock
 * @param facts number of distinct facts in the row
 * @param generation number of rebuilds behind the table that holds the row; 0 outside of one
 */
public record ViewRow(
    long subscriptionId,
    SubscriptionPart subscription,
    PaymentPart payment,
    UnderwritingPart underwriting,
    Instant updatedAt,
    long facts,
    long generation) {

  /** Above any number of facts that one subscription can have. */
  private static final long FACTS_MAX = 1_000_000;

  /** What {@code fact} says. */
  static ViewRow of(
      Fact fact,
      SubscriptionPart subscription,
      PaymentPart payment,
      UnderwritingPart underwriting) {
    return new ViewRow(
        fact.event().subscriptionId(), subscription, payment, underwriting, fact.at(), 1, 0);
  }

  /** Merges both. They must consist of different facts, which the store ensures. */
  public ViewRow merge(ViewRow other) {
    return new ViewRow(
        subscriptionId,
        subscription.merge(other.subscription),
        payment.merge(other.payment),
        underwriting.merge(other.underwriting),
        updatedAt.isBefore(other.updatedAt) ? other.updatedAt : updatedAt,
        facts + other.facts,
        Math.max(generation, other.generation));
  }

  /**
   * Grows with every change of this row and with every rebuild: the greater one is the newer row.
   * It stays a safe JavaScript integer for nine billion rebuilds.
   */
  public long viewVersion() {
    return generation * FACTS_MAX + facts;
  }

  /**
   * Whether the application itself is known: rows known from other sources only are kept, not
   * shown.
   */
  public boolean isVisible() {
    return subscription.createdAt() != null;
  }

  /** A value that only one fact can set, in either order. */
  static <T> T known(T mine, T others) {
    return mine != null ? mine : others;
  }
}
