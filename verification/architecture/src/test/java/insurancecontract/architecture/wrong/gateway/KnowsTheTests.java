package insurancecontract.architecture.wrong.gateway;

import insurancecontract.architecture.wrong.faults.Kill;

/** A part of the product that knows who tests it. */
public record KnowsTheTests(Kill kill) {}
