package insurancecontract.architecture.wrong.embedded;

import insurancecontract.architecture.wrong.standalone.Platform;

/** A server that knows who uses it, and standalone at that. */
public record KnowsAService(Platform user) {}
