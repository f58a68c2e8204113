package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.Http;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket between a client and a service, with back-pressure in both directions, so that the
 * service notices a client that does not read. The proxy library would buffer without limit.
 */
final class WebSocketTunnel {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketTunnel.class);
  private static final int SWITCHING_PROTOCOLS = 101;

  /** How long a client may take to read what was sent before the service closed. */
  private static final long DRAIN_MILLIS = 5_000;

  private WebSocketTunnel() {}

  /** Sends a paused request on through {@code upstream}, and answers it in any case. */
  static void open(RoutingContext context, Future<HttpClientRequest> upstream) {
    HttpServerRequest asked = context.request();
    upstream
        .compose(
            request -> {
              Http.onClose(asked.connection(), () -> end(request.reset()));
              return passOn(asked, request);
            })
        .compose(answer -> answer(context, answer))
        .onFailure(context::fail);
  }

  private static Future<HttpClientResponse> passOn(
      HttpServerRequest asked, HttpClientRequest request) {
    request.setURI(asked.uri());
    asked
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("host")) request.headers().add(name, value);
            });
    // Some browsers send "keep-alive, Upgrade", which some servers do not accept as an upgrade.
    request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
    return request.connect().onSuccess(HttpClientResponse::pause);
  }

  private static Future<Void> answer(RoutingContext context, HttpClientResponse answer) {
    HttpServerRequest asked = context.request().resume();
    asked.response().setStatusCode(answer.statusCode());
    if (answer.statusCode() != SWITCHING_PROTOCOLS) {
      Future<Void> answered = answer.body().compose(body -> asked.response().end(body));
      answer.resume();
      return answered;
    }
    asked.response().headers().addAll(answer.headers());
    return asked
        .toNetSocket()
        .map(
            client -> {
              join(context.vertx(), client, answer.netSocket());
              return null;
            });
  }

  private static void join(Vertx vertx, NetSocket client, NetSocket service) {
    client.closeHandler(left -> end(service.close()));
    end(client.pipeTo(service));
    service
        .pipe()
        .endOnComplete(false)
        .to(client)
        .onComplete(
            over -> {
              end(client.close());
              // close() waits until everything is written, so a client that does not read is cut
              // off.
              vertx.setTimer(DRAIN_MILLIS, late -> Http.cut(client));
            });
  }

  /** A failure on one side closes the other. */
  private static void end(Future<Void> future) {
    future.onFailure(left -> LOG.atDebug().log("WebSocket closed"));
  }
}
