package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;

/**
 * One event, to be stored with the state it leads to.
 *
 * @param traceparent the trace it belongs to, else null
 */
public record Change(SubscriptionEvent event, Subscription after, String traceparent) {}
