package insurancecontract.standalone.architecture.wrong.embedded;

import insurancecontract.standalone.architecture.wrong.standalone.audit.KnowsAServer;

/** A server that knows who uses it, and standalone at that. */
public record KnowsAService(KnowsAServer user) {}
