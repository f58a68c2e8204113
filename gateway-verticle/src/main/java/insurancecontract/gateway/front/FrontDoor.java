package insurancecontract.gateway.front;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Trace;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public server: how many connections, what becomes of malformed requests, how it closes. */
public final class FrontDoor implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  private final ServiceContext context;
  private final HttpSettings http;
  private final FrontSettings settings;
  private final Router router;
  private HttpServer server;
  private int connections;

  /** A server whose requests {@code router} answers. */
  public FrontDoor(
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
        .invalidRequestHandler(FrontDoor::malformed)
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

  /** The port that it really listens at. */
  public int port() {
    return server.actualPort();
  }

  /** Takes no more connections and waits for what is under way, but not for ever. */
  @Override
  public Future<Void> stop() {
    if (server == null) return Future.succeededFuture();
    return server.shutdown(settings.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void connected(HttpConnection connection) {
    if (connections >= settings.connectionsMax()) {
      Futures.end(connection.close(), LOG, "closing one connection too many");
      return;
    }
    connections++;
    connection.closeHandler(closed -> connections--);
  }

  /** What is not even HTTP never reaches the router. */
  private static void malformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    Problem problem;
    if (cause instanceof TooLongHttpLineException) {
      problem = Problems.of(null, 414);
    } else if (cause instanceof TooLongHttpHeaderException) {
      problem =
          Problems.problem(431, "HEADERS_TOO_LARGE", "The headers are too large", "Send fewer.")
              .problem();
    } else {
      problem = Problems.of(null, 400);
    }
    String correlationId = Trace.correlationId(Trace.orNew(null));
    Futures.end(
        request
            .response()
            .setStatusCode(problem.status())
            .putHeader("Content-Type", Problem.MEDIA_TYPE)
            .putHeader("X-Correlation-Id", correlationId)
            .putHeader("Connection", "close")
            .end(problem.document("", correlationId).toBuffer())
            .eventually(() -> request.connection().close()),
        LOG,
        "refusing a malformed request");
  }
}
