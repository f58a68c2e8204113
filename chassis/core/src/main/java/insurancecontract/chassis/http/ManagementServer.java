package insurancecontract.chassis.http;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics of a service, for operators and without authentication. They have a port of
 * their own, so that no path of the API, however it is spelled, leads to them.
 */
public final class ManagementServer implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  private final ServiceContext context;
  private final ManagementSettings settings;
  private final String advertisedHost;
  private HttpServer server;

  /**
   * The management server of the service {@code context}.
   *
   * @param advertisedHost the address published in discovery
   */
  public ManagementServer(
      ServiceContext context, ManagementSettings settings, String advertisedHost) {
    this.context = context;
    this.settings = settings;
    this.advertisedHost = advertisedHost;
  }

  /** Listens, then publishes the address in discovery. */
  @Override
  public Future<Void> start() {
    return context
        .vertx()
        .createHttpServer()
        .requestHandler(router())
        .listen(settings.port(), settings.host())
        .recover(cause -> Future.failedFuture(cannotListen(cause)))
        .compose(
            listening -> {
              server = listening;
              return publish();
            });
  }

  private Future<Void> publish() {
    return context
        .discovery()
        .publishHttp(Discovery.managementOf(context.name()), advertisedHost, port())
        .recover(cause -> server.close().transform(closed -> Future.failedFuture(cause)));
  }

  private StartFailure cannotListen(Throwable cause) {
    return new StartFailure(
        "%s cannot listen at %s:%d (MANAGEMENT_HOST, MANAGEMENT_PORT): %s"
            .formatted(context.name(), settings.host(), settings.port(), cause.getMessage()),
        cause);
  }

  /** The actual port. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<Void> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  private Router router() {
    Router router = Router.router(context.vertx());
    router.get("/health/live").handler(live -> end(live, 200, "{\"status\":\"UP\"}"));
    router
        .get("/health/ready")
        .handler(
            ready ->
                Futures.end(
                    context.health().report().onSuccess(report -> end(ready, report)),
                    LOG,
                    "reporting health"));
    router.get("/metrics").handler(this::metrics);
    return router;
  }

  private void end(RoutingContext request, Health.Report report) {
    end(
        request,
        report.ready() ? 200 : 503,
        report.details().copy().put("status", status(report)).encode());
  }

  private String status(Health.Report report) {
    if (context.health().isLeaving()) return Health.LEAVING;
    return report.ready() ? "UP" : "DOWN";
  }

  private void metrics(RoutingContext request) {
    request.response().putHeader("content-type", "text/plain; version=0.0.4");
    Futures.end(request.response().end(scrape(context.meters())), LOG, "reporting metrics");
  }

  private static String scrape(MeterRegistry meters) {
    return meters instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
  }

  private static void end(RoutingContext request, int status, String json) {
    Futures.end(
        request
            .response()
            .setStatusCode(status)
            .putHeader("content-type", "application/json")
            .end(json),
        LOG,
        "reporting health");
  }
}
