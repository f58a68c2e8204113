package insurancecontract.audit;

import java.time.Instant;

/**
 * A row of the progress view.
 *
 * @param createdAt null for a row that is not shown, because its application is not known yet
 */
public record ViewFact(
    long subscriptionId,
    String subscriptionStatus,
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
    Instant withdrawableUntil) {}
