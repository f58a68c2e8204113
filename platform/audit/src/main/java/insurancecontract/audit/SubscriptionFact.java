package insurancecontract.audit;

import java.time.Instant;

/** An application as the subscription service has it; what is not known yet is null. */
public record SubscriptionFact(
    long subscriptionId,
    long version,
    String status,
    String customerId,
    String productName,
    long premium,
    String currency,
    Long paymentId,
    Long underwritingId,
    String reason,
    Instant createdAt,
    Instant contractedAt,
    Instant withdrawableUntil) {}
