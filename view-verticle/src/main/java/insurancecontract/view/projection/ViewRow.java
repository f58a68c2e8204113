package insurancecontract.view.projection;

import java.time.Instant;

/**
 * What is known of one subscription: all of it, or only what a single fact says.
 *
 * <p>Merging heeds no order: whichever facts come first, the same ones give the same row.
 *
 * @param updatedAt when the last of the facts happened, by its source's clock
 * @param facts how many different facts the row is made of
 * @param generation how many rebuilds made the tables in which the row stands; 0 outside of them
 */
public record ViewRow(
    long subscriptionId,
    SubscriptionPart subscription,
    PaymentPart payment,
    UnderwritingPart underwriting,
    Instant updatedAt,
    long facts,
    long generation) {

  /** More facts than one subscription will ever have. */
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

  /** Both together. The two must be made of different facts, which the store sees to. */
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
   * Grows with every change of this row, and with every rebuild: who holds a greater one has the
   * newer row. It fits the whole numbers of JavaScript for nine thousand million rebuilds.
   */
  public long viewVersion() {
    return generation * FACTS_MAX + facts;
  }

  /** Whether the application is known: what was only heard of by others is kept, not shown. */
  public boolean isVisible() {
    return subscription.createdAt() != null;
  }

  /** What one fact of a subscription says once, whichever is heard first. */
  static <T> T known(T mine, T others) {
    return mine != null ? mine : others;
  }
}
