package insurancecontract.subscription.domain;

import java.time.Instant;

/**
 * What a concluded contract adds to an application.
 *
 * @param withdrawableUntil the last moment for withdrawing, fixed with the contract
 */
public record ContractTerms(Instant contractedAt, Instant withdrawableUntil) {}
