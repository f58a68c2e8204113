package insurancecontract.gateway.proxy;

import io.vertx.ext.web.RoutingContext;

/**
 * A call that a service is to answer.
 *
 * @param service the service's name in discovery
 */
record ApiCall(String service, RequestTarget target) {
  private static final String KEY = "gateway.call";

  /** Notes the call for the handlers to come. */
  void attach(RoutingContext context) {
    context.put(KEY, this);
  }

  /** The call that was noted, or null when the gateway answers by itself. */
  static ApiCall of(RoutingContext context) {
    return context.get(KEY);
  }
}
