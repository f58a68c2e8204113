package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.Subscription;

/**
 * How a command ended.
 *
 * @param after the application after it, else null when there is none of that id
 */
public record Handled(Decision decision, Subscription after) {}
