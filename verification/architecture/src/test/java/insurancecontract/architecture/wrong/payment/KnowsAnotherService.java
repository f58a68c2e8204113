package insurancecontract.architecture.wrong.payment;

import insurancecontract.architecture.wrong.embedded.KnowsAService;
import insurancecontract.architecture.wrong.subscription.domain.ReadsTheClock;

/** A service that reaches into another, and into a server that is for tests. */
public record KnowsAnotherService(ReadsTheClock clock, KnowsAService server) {}
