package insurancecontract.gateway.front;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.http.HttpService;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

/** Health and metrics, on a port that is not public. */
public final class ManagementServer implements Component {
  private final ServiceContext context;
  private final String host;
  private final int port;
  private HttpServer server;

  /** Listens at {@code host}; port 0 means any free one. */
  public ManagementServer(ServiceContext context, String host, int port) {
    this.context = context;
    this.host = host;
    this.port = port;
  }

  @Override
  public Future<Void> start() {
    Router router = Router.router(context.vertx());
    HttpService.mountManagement(router, context.health(), context.meters());
    return context
        .vertx()
        .createHttpServer()
        .requestHandler(router)
        .listen(port, host)
        .recover(cause -> Future.failedFuture(cannotListen(cause)))
        .map(
            listening -> {
              server = listening;
              return null;
            });
  }

  private StartFailure cannotListen(Throwable cause) {
    return new StartFailure(
        "the gateway cannot listen at %s:%d (MANAGEMENT_HOST, MANAGEMENT_PORT): %s"
            .formatted(host, port, cause.getMessage()),
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
}
