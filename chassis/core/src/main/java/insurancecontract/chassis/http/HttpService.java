package insurancecontract.chassis.http;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.health.Health;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A service's HTTP server: every request is traced, limited in size and time, and authenticated;
 * every failure is answered with a problem document. Health and metrics have a {@link
 * ManagementServer} of their own.
 */
public final class HttpService implements Component {
  private static final Pattern FORMS =
      Pattern.compile(
          "\\s*(multipart/|application/x-www-form-urlencoded)", Pattern.CASE_INSENSITIVE);

  private static final int IDLE_SECONDS_MIN = 60;

  private final ServiceContext context;
  private final HttpSettings settings;
  private final Consumer<Router> unguarded;
  private final Consumer<Router> routes;
  private HttpServer server;

  /** The server of the service {@code context}, with {@code routes}. */
  public HttpService(ServiceContext context, HttpSettings settings, Consumer<Router> routes) {
    this(context, settings, none -> {}, routes);
  }

  /**
   * The same with routes without authentication and time limit; they check and limit themselves.
   */
  public HttpService(
      ServiceContext context,
      HttpSettings settings,
      Consumer<Router> unguarded,
      Consumer<Router> routes) {
    this.context = context;
    this.settings = settings;
    this.unguarded = unguarded;
    this.routes = routes;
  }

  /** Listens, then publishes the address in discovery. */
  @Override
  public Future<Void> start() {
    HttpServerOptions options =
        settings.server().setHandle100ContinueAutomatically(true).setIdleTimeout(idleSeconds());
    UnhandledExceptions.handle(context.vertx(), context.meters(), context.name());
    return context
        .vertx()
        .createHttpServer(options)
        .requestHandler(router())
        .invalidRequestHandler(Http::refuse)
        .listen()
        .recover(cause -> Future.failedFuture(cannotListen(cause)))
        .compose(
            listening -> {
              server = listening;
              return publish();
            });
  }

  /**
   * Longer than any request may take, since connections are kept between requests, and longer than
   * the heartbeat interval of long-lived connections.
   */
  private int idleSeconds() {
    return Math.max(IDLE_SECONDS_MIN, (int) settings.requestTimeout().toSeconds() * 4);
  }

  private Future<Void> publish() {
    return context
        .discovery()
        .publishHttp(context.name(), settings.advertisedHost(), port())
        .recover(cause -> server.close().transform(closed -> Future.failedFuture(cause)));
  }

  private StartFailure cannotListen(Throwable cause) {
    return new StartFailure(
        context.name()
            + " cannot listen at "
            + settings.host()
            + ":"
            + settings.port()
            + " (HTTP_HOST, HTTP_PORT): "
            + cause.getMessage(),
        cause);
  }

  /** The actual port. */
  public int port() {
    return server.actualPort();
  }

  /** Completes requests in flight within the grace period and accepts no new ones. */
  @Override
  public Future<Void> stop() {
    if (server == null) return Future.succeededFuture();
    return server.shutdown(settings.grace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private Router router() {
    Router router = Router.router(context.vertx());
    router
        .route()
        .handler(UnhandledExceptions::remember)
        .handler(closingConnections(context.health()))
        .handler(request -> RequestCheck.check(request, badAddress()))
        .handler(RequestCheck::refuse)
        .failureHandler(Http::fail);
    router.route().handler(Http.traced(context.tracing()));
    unguarded.accept(router);
    router.route().handler(HttpService::refuseForms);
    router
        .route()
        .handler(TimeoutHandler.create(settings.requestTimeout().toMillis(), 503))
        .handler(BodyHandler.create(false).setBodyLimit(settings.bodyMax()))
        .handler(Http.authenticated(context.identity()));
    routes.accept(router);
    Http.answerHead(router);
    for (int status : new int[] {400, 404, 406, 413, 414, 415, 417, 500}) {
      router.errorHandler(status, request -> Http.fail(request, status));
    }
    router.errorHandler(405, request -> Http.refuseMethod(request, router));
    return router;
  }

  /** Bodies are JSON; the body handler would parse a form, and fail at a malformed one. */
  private static void refuseForms(RoutingContext request) {
    String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && FORMS.matcher(type).lookingAt()) {
      request.fail(415);
    } else {
      request.next();
    }
  }

  /**
   * Sends {@code Connection: close} during shutdown, so that clients with kept connections switch
   * to another instance in time. What counts is the moment of the answer, not of the request.
   */
  public static Handler<RoutingContext> closingConnections(Health health) {
    return request -> {
      // HTTP/2 has GOAWAY for this.
      if (!HttpVersion.HTTP_2.equals(request.request().version())) {
        request.addHeadersEndHandler(
            answered -> {
              if (health.isLeaving()) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
              }
            });
      }
      request.next();
    };
  }

  private static ProblemException badAddress() {
    return Problems.badRequest("BAD_REQUEST", "The address is malformed.");
  }
}
