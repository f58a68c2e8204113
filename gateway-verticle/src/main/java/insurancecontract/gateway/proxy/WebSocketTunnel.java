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
 * A WebSocket between a client and a service. Neither side is read faster than the other one reads,
 * so that little waits here, and the service notices a client that does not read; the proxy library
 * would keep all of it in memory.
 */
final class WebSocketTunnel {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketTunnel.class);
  private static final int SWITCHING_PROTOCOLS = 101;

  /** How long a client may take to read what was sent to it before its service left. */
  private static final long LAST_WORDS_MILLIS = 5_000;

  private WebSocketTunnel() {}

  /** Passes a paused request on by the one that is to carry it, and answers it in any case. */
  static void open(RoutingContext context, Future<HttpClientRequest> carrier) {
    HttpServerRequest asked = context.request();
    carrier
        .compose(request -> passOn(asked, request))
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
    // Some browsers ask to keep the connection alive as well, which is no upgrade to others.
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
              // One that does not read would never be closed: that waits for what it has not taken.
              vertx.setTimer(LAST_WORDS_MILLIS, late -> Http.cut(client));
            });
  }

  /** However a side left, the other one is told. */
  private static void end(Future<Void> future) {
    future.onFailure(left -> LOG.atDebug().log("a WebSocket was left"));
  }
}
