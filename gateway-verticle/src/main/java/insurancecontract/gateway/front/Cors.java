package insurancecontract.gateway.front;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * CORS for the configured origins. A request of any other origin is served without CORS headers:
 * its browser then hides the response. Our own pages send an Origin header, too, and need none.
 *
 * <p>Vert.x's CorsHandler would answer those with 403, and omits Vary when one origin is allowed.
 *
 * <p>Cookies play no part: the token is in a header, which browsers do not send by themselves.
 */
final class Cors implements Handler<RoutingContext> {
  private static final String ANY = "*";
  private static final String METHODS = "GET, POST, PATCH";
  private static final String HEADERS =
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, traceparent";
  private static final String EXPOSED =
      "Allow, Link, Location, Retry-After, WWW-Authenticate, X-Correlation-Id";
  private static final String MAX_AGE_SECONDS = "600";

  private final List<String> origins;

  Cors(List<String> origins) {
    this.origins = origins;
  }

  /**
   * The same for the event bus bridge: its client sends requests with credentials, although it has
   * none, and its browser then asks for one header more.
   */
  void handleWithCredentials(RoutingContext context) {
    String origin = context.request().getHeader("Origin");
    if (isAllowed(origin)) {
      context.response().putHeader("Access-Control-Allow-Credentials", "true");
    }
    handle(context);
  }

  private boolean isAllowed(String origin) {
    return origin != null && (origins.contains(origin) || origins.contains(ANY));
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    if (!origins.isEmpty()) response.putHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    boolean allowed = isAllowed(origin);
    if (allowed) {
      response
          .putHeader("Access-Control-Allow-Origin", origin)
          .putHeader("Access-Control-Expose-Headers", EXPOSED);
    }
    if (!isPreflight(request)) {
      context.next();
      return;
    }
    if (allowed) {
      response
          .putHeader("Access-Control-Allow-Methods", METHODS)
          .putHeader("Access-Control-Allow-Headers", HEADERS)
          .putHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }
    response.setStatusCode(204).end();
  }

  /** Whether a browser asks what a page may do. */
  static boolean isPreflight(HttpServerRequest request) {
    return HttpMethod.OPTIONS.equals(request.method())
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
