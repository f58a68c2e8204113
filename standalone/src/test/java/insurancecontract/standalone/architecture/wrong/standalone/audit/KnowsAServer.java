package insurancecontract.standalone.architecture.wrong.standalone.audit;

import io.vertx.core.Vertx;

/** An invariant that could do anything. */
public record KnowsAServer(Vertx vertx) {}
