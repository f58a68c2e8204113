package insurancecontract.architecture.wrong.contracts;

import io.vertx.core.Future;

/** A contract that forces a framework on its readers. */
public record NeedsAFramework(Future<Void> future) {}
