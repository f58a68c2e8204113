package insurancecontract.subscription.application;

import insurancecontract.contracts.SubscriptionStatus;

/**
 * Selects applications, newest first.
 *
 * @param customerId whose, or null for everyone's
 * @param status in which status, or null for any
 * @param before only those with a smaller id
 * @param limit how many at most
 */
public record SubscriptionQuery(
    String customerId, SubscriptionStatus status, long before, int limit) {}
