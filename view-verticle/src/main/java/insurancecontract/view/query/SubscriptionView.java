package insurancecontract.view.query;

import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.view.projection.PaymentPart;
import insurancecontract.view.projection.SubscriptionPart;
import insurancecontract.view.projection.UnderwritingPart;
import insurancecontract.view.projection.ViewRow;
import java.time.Instant;
import java.util.Arrays;

/**
 * A row as clients see it: in lists, alone, and in the messages about a change.
 *
 * @param cancellable whether the customer can still cancel
 * @param progress null while the subscription's status is not known
 */
public record SubscriptionView(
    long subscriptionId,
    String subscriptionStatus,
    boolean cancellable,
    String customerId,
    String productName,
    Long premium,
    String currency,
    Long paymentId,
    String paymentStatus,
    Long underwritingId,
    String underwritingStatus,
    Long underwriterId,
    String subscriptionReason,
    String paymentReason,
    String underwritingReason,
    Instant createdAt,
    Instant contractedAt,
    Instant withdrawableUntil,
    Instant updatedAt,
    long viewVersion,
    Progress progress) {

  /** The row without its bookkeeping. */
  public static SubscriptionView of(ViewRow row) {
    SubscriptionPart subscription = row.subscription();
    PaymentPart payment = row.payment();
    UnderwritingPart underwriting = row.underwriting();
    return new SubscriptionView(
        row.subscriptionId(),
        subscription.status(),
        isCancellable(subscription.status()),
        subscription.customerId(),
        subscription.productName(),
        subscription.premium(),
        subscription.currency(),
        payment.paymentId(),
        payment.status(),
        underwriting.underwritingId(),
        underwriting.status(),
        underwriting.underwriterId(),
        subscription.reason(),
        payment.reason(),
        underwriting.reason(),
        subscription.createdAt(),
        subscription.contractedAt(),
        subscription.withdrawableUntil(),
        row.updatedAt(),
        row.viewVersion(),
        Progress.of(subscription.status(), payment.status()).orElse(null));
  }

  /** A status that is unknown, or belongs to a newer version, promises nothing. */
  private static boolean isCancellable(String status) {
    return Arrays.stream(SubscriptionStatus.values())
        .anyMatch(known -> known.name().equals(status) && known.isCancellable());
  }
}
