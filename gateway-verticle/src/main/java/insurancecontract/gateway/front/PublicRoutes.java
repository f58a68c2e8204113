package insurancecontract.gateway.front;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.http.Problems;
import insurancecontract.gateway.issuer.IssuerRoutes;
import insurancecontract.gateway.limits.Admission;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.platform.PlatformRoutes;
import insurancecontract.gateway.proxy.ApiContract;
import insurancecontract.gateway.proxy.ApiRoutes;
import insurancecontract.gateway.proxy.ForwardedFor;
import insurancecontract.gateway.proxy.PushRoute;
import insurancecontract.gateway.web.ApiDocs;
import insurancecontract.gateway.web.WebPages;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** All public routes, and the handlers that each request passes first. */
public final class PublicRoutes {
  /** How long a client may go on sending a body after the response. */
  private static final int UNWANTED_BODY_MS = 1_000;

  private static final int[] ROUTER_FAILURES = {400, 404, 405, 406, 413, 414, 415, 500};

  private final Vertx vertx;
  private final ClientLimits limits;
  private final ForwardedFor forwardedFor;

  private PublicRoutes(Vertx vertx, ClientLimits limits, ForwardedFor forwardedFor) {
    this.vertx = vertx;
    this.limits = limits;
    this.forwardedFor = forwardedFor;
  }

  /** The parts, in the order in which requests reach them. */
  public record Parts(
      ApiContract contract,
      Admission admission,
      FrontSettings front,
      ClientLimits limits,
      ForwardedFor forwardedFor,
      PushRoute push,
      ApiRoutes api,
      PlatformRoutes platform,
      Optional<IssuerRoutes> issuer,
      ApiDocs docs,
      WebPages pages) {}

  /** Puts the parts together. */
  public static Router router(ServiceContext context, Parts parts) {
    PublicRoutes routes = new PublicRoutes(context.vertx(), parts.limits(), parts.forwardedFor());
    Router router = Router.router(context.vertx());
    router.route().handler(HttpService.closingConnections(context.health()));
    Cors cors = new Cors(parts.front().corsOrigins());
    router.route().handler(request -> ofPush(request, cors));
    parts.push().mount(router);
    router
        .route()
        .handler(Http.traced(context.tracing()))
        .handler(new AccessLog(parts.contract(), context.meters()))
        .handler(new AnswerHeaders())
        .handler(routes::expectBodyToEnd)
        .handler(parts.admission())
        .handler(cors)
        .failureHandler(routes::fail);
    parts.api().mount(router);
    parts.platform().mount(router);
    router.route().handler(routes::admitUnknown);
    parts.issuer().ifPresent(issuer -> issuer.mount(router));
    parts.docs().mount(router);
    parts.pages().mount(router);
    for (int status : ROUTER_FAILURES) router.errorHandler(status, Http::fail);
    return router;
  }

  /** Push requests pass none of the handlers that follow. */
  private static void ofPush(RoutingContext request, Cors cors) {
    if (PushRoute.isPush(request.request())) {
      cors.handleWithCredentials(request);
    } else {
      request.next();
    }
  }

  private void admitUnknown(RoutingContext context) {
    limits
        .countUnknown(forwardedFor.clientAddress(context))
        .ifPresentOrElse(context::fail, context::next);
  }

  /** Requests without a valid token are rate-limited by address. */
  private void fail(RoutingContext context) {
    boolean unknown = Problems.of(context.failure(), context.statusCode()).status() == 401;
    if (unknown && !context.response().ended()) {
      limits
          .countUnknown(forwardedFor.clientAddress(context))
          .ifPresentOrElse(context::fail, () -> Http.fail(context));
    } else {
      Http.fail(context);
    }
  }

  /**
   * A response before the end of the request body leaves the rest of it on the connection, in front
   * of the next request. The rest is read and discarded, for a limited time.
   */
  private void expectBodyToEnd(RoutingContext context) {
    HttpServerRequest request = context.request();
    context.addEndHandler(
        answered -> {
          if (!request.isEnded()) discardRest(request);
        });
    context.next();
  }

  private void discardRest(HttpServerRequest request) {
    request.resume();
    if (!mayHaveBody(request)) return;
    vertx.setTimer(
        UNWANTED_BODY_MS,
        late -> {
          if (!request.isEnded()) abort(request);
        });
  }

  private static boolean mayHaveBody(HttpServerRequest request) {
    return HttpVersion.HTTP_2.equals(request.version())
        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** An HTTP/2 connection carries other requests, too. */
  private static void abort(HttpServerRequest request) {
    if (HttpVersion.HTTP_2.equals(request.version())) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
