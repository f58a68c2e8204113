package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.SubscriptionStatus;

/**
 * Which applications are asked for, newest first.
 *
 * @param customerId whose, or null for everyone's
 * @param status in which status, or null for any
 * @param before only those with a smaller id
 * @param limit at most so many
 */
public record SubscriptionQuery(
    String customerId, SubscriptionStatus status, long before, int limit) {}
