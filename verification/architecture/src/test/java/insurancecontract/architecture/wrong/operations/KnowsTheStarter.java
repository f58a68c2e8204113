package insurancecontract.architecture.wrong.operations;

import insurancecontract.architecture.wrong.standalone.Platform;

/** A command that cannot do without one way to start. */
public record KnowsTheStarter(Platform platform) {}
