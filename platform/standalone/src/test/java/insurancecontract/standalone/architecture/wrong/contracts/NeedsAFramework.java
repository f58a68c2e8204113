package insurancecontract.standalone.architecture.wrong.contracts;

import io.vertx.core.Future;

/** A contract that drags a framework into everyone who reads it. */
public record NeedsAFramework(Future<Void> future) {}
