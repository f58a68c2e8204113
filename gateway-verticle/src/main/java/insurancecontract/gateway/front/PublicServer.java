package insurancecontract.gateway.front;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public HTTP server: connection limit, malformed requests, graceful shutdown. */
public final class PublicServer implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(PublicServer.class);

  private final ServiceContext context;
  private final HttpSettings http;
  private final FrontSettings settings;
  private final Router router;
  private HttpServer server;
  private int connections;

  /** A server whose requests {@code router} answers. */
  public PublicServer(
      ServiceContext context, HttpSettings http, FrontSettings settings, Router router) {
    this.context = context;
    this.http = http;
    this.settings = settings;
    this.router = router;
  }

  @Override
  public Future<Void> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(http.host())
            .setPort(http.port())
            .setIdleTimeout((int) settings.idleTimeout().toSeconds());
    return context
        .vertx()
        .createHttpServer(options)
        .connectionHandler(this::connected)
        .invalidRequestHandler(Http::refuse)
        .requestHandler(router)
        .listen()
        .recover(cause -> Future.failedFuture(cannotListen(cause)))
        .map(
            listening -> {
              server = listening;
              return null;
            });
  }

  private StartFailure cannotListen(Throwable cause) {
    return new StartFailure(
        "the gateway cannot listen at %s:%d (HTTP_HOST, HTTP_PORT): %s"
            .formatted(http.host(), http.port(), cause.getMessage()),
        cause);
  }

  /** The actual port. */
  public int port() {
    return server.actualPort();
  }

  /** Accepts no more connections, and waits a limited time for requests in flight. */
  @Override
  public Future<Void> stop() {
    if (server == null) return Future.succeededFuture();
    return server.shutdown(settings.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void connected(HttpConnection connection) {
    if (connections >= settings.connectionsMax()) {
      Futures.end(connection.close(), LOG, "closing a connection beyond the limit");
      return;
    }
    connections++;
    connection.closeHandler(closed -> connections--);
  }
}
