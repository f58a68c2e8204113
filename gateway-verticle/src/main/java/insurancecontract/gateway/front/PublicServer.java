package insurancecontract.gateway.front;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.UnhandledExceptions;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.Connections;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public HTTP server: connection limit, malformed requests, graceful shutdown. */
public final class PublicServer implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(PublicServer.class);

  /** With which a client begins HTTP/2: the magic, and a frame of settings. */
  private static final Buffer HTTP_2_PREFACE =
      Buffer.buffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
          .appendBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});

  private final ServiceContext context;
  private final HttpSettings http;
  private final FrontSettings settings;
  private final ClientLimits limits;
  private final Connections connections;
  private final Router router;
  private HttpServer server;

  /** A server whose requests {@code router} answers. */
  public PublicServer(
      ServiceContext context,
      HttpSettings http,
      FrontSettings settings,
      ClientLimits limits,
      Router router) {
    this.context = context;
    this.http = http;
    this.settings = settings;
    this.limits = limits;
    this.connections =
        new Connections(
            settings.connectionsMax(), settings.connectionsPerAddressMax(), context.meters());
    this.router = router;
  }

  @Override
  public Future<Void> start() {
    HttpServerOptions options =
        http.server().setIdleTimeout((int) settings.idleTimeout().toSeconds());
    UnhandledExceptions.handle(context.vertx(), context.meters(), context.name());
    return context
        .vertx()
        .createHttpServer(options)
        .connectionHandler(connections::limitWhere)
        .invalidRequestHandler(this::refuse)
        .requestHandler(router)
        .listen()
        .recover(cause -> Future.failedFuture(cannotListen(cause)))
        .compose(
            listening -> {
              server = listening;
              return connectFirst();
            });
  }

  /** The limits of connections are put in place by the first one, so that is our own. */
  private Future<Void> connectFirst() {
    NetClient client = context.vertx().createNetClient();
    return client
        .connect(port(), http.host().equals("0.0.0.0") ? "127.0.0.1" : http.host())
        .compose(
            socket -> {
              Promise<Void> answered = Promise.promise();
              socket.handler(settings -> answered.tryComplete());
              socket.closeHandler(closed -> answered.tryComplete());
              return socket.write(HTTP_2_PREFACE).compose(sent -> answered.future());
            })
        .transform(answered -> client.close());
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

  /** A client that exceeds its rate gets no answer. */
  private void refuse(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? "" : String.valueOf(remote.hostAddress());
    if (limits.countUnknown(address).isPresent()) {
      Futures.end(request.connection().close(), LOG, "closing a connection beyond its rate");
    } else {
      Http.refuse(request);
    }
  }
}
