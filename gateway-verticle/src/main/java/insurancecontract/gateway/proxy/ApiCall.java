package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.RequestTarget;
import io.vertx.ext.web.RoutingContext;

/**
 * A call that is forwarded to a service.
 *
 * @param service the service's name in discovery
 */
record ApiCall(String service, RequestTarget target) {
  private static final String KEY = "gateway.call";

  /** Stores the call for later handlers. */
  void attach(RoutingContext context) {
    context.put(KEY, this);
  }

  /** The stored call, or null when the gateway itself answers the request. */
  static ApiCall of(RoutingContext context) {
    return context.get(KEY);
  }
}
