package insurancecontract.gateway.front;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.RequestCheck;
import insurancecontract.chassis.http.UnhandledExceptions;
import insurancecontract.gateway.issuer.IssuerRoutes;
import insurancecontract.gateway.limits.Admission;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.RequestBodies;
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
import io.vertx.ext.web.handler.TimeoutHandler;
import java.time.Duration;
import java.util.Optional;

/** All public routes, and the handlers that each request passes first. */
public final class PublicRoutes {
  /** How long a client may go on sending a body after the response. */
  private static final int UNWANTED_BODY_MS = 1_000;

  private static final String COUNTED = "gateway.counted";

  private static final int[] ROUTER_FAILURES = {400, 404, 405, 406, 413, 414, 415, 417, 500};

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
      RequestBodies bodies,
      Duration timeout,
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
    Cors cors = new Cors(parts.front().corsOrigins());
    router
        .route()
        .handler(UnhandledExceptions::remember)
        .handler(HttpService.closingConnections(context.health()))
        .handler(request -> RequestCheck.check(request, badAddress()))
        .handler(request -> routes.ofPush(request, cors))
        .failureHandler(routes::fail);
    parts.push().mount(router);
    router
        .route()
        .handler(Http.traced(context.tracing()))
        .handler(new AccessLog(parts.contract(), context.meters()))
        .handler(new AnswerHeaders())
        .handler(routes::expectBodyToEnd)
        .handler(RequestCheck::refuse)
        .handler(PublicRoutes::refuseUpgrade)
        .handler(parts.admission()::refuseWhenFull)
        .handler(routes::limitPreflight)
        .handler(cors)
        .failureHandler(routes::fail);
    parts.api().mount(router);
    router.route().handler(routes::limitByAddress);
    router.route().handler(TimeoutHandler.create(parts.timeout().toMillis(), 503));
    router
        .route()
        .handler(request -> parts.bodies().read(request, routes.address(request)))
        .handler(parts.admission()::takeSlot);
    parts.platform().mount(router);
    parts.issuer().ifPresent(issuer -> issuer.mount(router));
    parts.docs().mount(router);
    parts.pages().mount(router);
    Http.answerHead(router);
    for (int status : ROUTER_FAILURES) router.errorHandler(status, Http::fail);
    return router;
  }

  private String address(RoutingContext context) {
    return forwardedFor.clientAddress(context);
  }

  private void limitByAddress(RoutingContext context) {
    countByAddress(context).ifPresentOrElse(context::fail, context::next);
  }

  private Optional<ProblemException> countByAddress(RoutingContext context) {
    context.put(COUNTED, true);
    return limits.countUnknown(address(context));
  }

  /**
   * Push requests pass none of the handlers that follow. The view checks their tokens, so here they
   * are counted by address.
   */
  private void ofPush(RoutingContext context, Cors cors) {
    if (PushRoute.isPush(context)) {
      countByAddress(context)
          .ifPresentOrElse(context::fail, () -> cors.handleWithCredentials(context));
    } else {
      context.next();
    }
  }

  private void limitPreflight(RoutingContext context) {
    if (Cors.isPreflight(context.request())) {
      limitByAddress(context);
    } else {
      context.next();
    }
  }

  /** No service may be asked to change the protocol; push connections have passed already. */
  private static void refuseUpgrade(RoutingContext context) {
    if (context.request().canUpgradeToWebSocket()) {
      context.fail(Problems.badRequest("BAD_REQUEST", "There is no WebSocket at this address."));
    } else {
      context.next();
    }
  }

  /** What the client did wrong before it was counted as a user is counted by its address. */
  private void fail(RoutingContext context) {
    boolean counted = context.get(COUNTED) != null || Http.caller(context) != null;
    int status = Problems.of(context.failure(), context.statusCode()).status();
    if (counted || status >= 500 || context.response().ended()) {
      Http.fail(context);
    } else {
      countByAddress(context).ifPresentOrElse(context::fail, () -> Http.fail(context));
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

  private static ProblemException badAddress() {
    return Problems.badRequest("BAD_ADDRESS", "The address is malformed.");
  }
}
