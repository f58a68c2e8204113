package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Problems;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Refuses what would have to be stored while there is no room for it; reads continue. */
public final class Storage implements Handler<RoutingContext> {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final BooleanSupplier isFull;

  /** Asks {@code isFull} at each request. */
  public Storage(BooleanSupplier isFull) {
    this.isFull = isFull;
  }

  @Override
  public void handle(RoutingContext context) {
    if (!READS.contains(context.request().method()) && isFull.getAsBoolean()) {
      context.fail(
          Problems.unavailable(
              "STORAGE_FULL",
              "The platform has too little disk space left, so nothing was stored or charged."
                  + " Reading still works. Please try again later.",
              RETRY_AFTER));
      return;
    }
    context.next();
  }
}
