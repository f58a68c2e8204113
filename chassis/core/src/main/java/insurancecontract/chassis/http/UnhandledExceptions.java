package insurancecontract.chassis.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exceptions that a handler threw where nobody catches them, such as in the callback of a stream.
 * Each is counted, and the request that it belongs to is answered with 500.
 */
public final class UnhandledExceptions implements Handler<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(UnhandledExceptions.class);
  private static final String REQUEST = "insurancecontract.request";

  private final Counter count;

  private UnhandledExceptions(Counter count) {
    this.count = count;
  }

  /** Handles those of the verticle that this is called in. */
  public static void handle(Vertx vertx, MeterRegistry meters, String service) {
    Counter count =
        Counter.builder("unhandled.exceptions")
            .description("Exceptions that no handler caught")
            .tag("service", service)
            .register(meters);
    Context unused = vertx.getOrCreateContext().exceptionHandler(new UnhandledExceptions(count));
  }

  /** Remembers the request in its context: Vert.x gives each request its own. */
  public static void remember(RoutingContext request) {
    locals().put(REQUEST, request);
    request.next();
  }

  @Override
  public void handle(Throwable cause) {
    count.increment();
    if (locals().get(REQUEST) instanceof RoutingContext request) {
      request.fail(500, cause);
    } else {
      LOG.atError().setCause(cause).log("unhandled exception outside a request");
    }
  }

  private static ConcurrentMap<Object, Object> locals() {
    return ((ContextInternal) Vertx.currentContext())
        .getLocal(ContextInternal.LOCAL_MAP, AccessMode.CONCURRENT, ConcurrentHashMap::new);
  }
}
