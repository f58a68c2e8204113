package insurancecontract.architecture.wrong.audit;

import io.vertx.core.Vertx;

/** An invariant that could do anything. */
public record KnowsAServer(Vertx vertx) {}
