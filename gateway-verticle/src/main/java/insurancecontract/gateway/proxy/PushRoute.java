package insurancecontract.gateway.proxy;

import insurancecontract.chassis.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;

/**
 * The way to the view of those who listen: browsers to its event bus bridge, by WebSocket or its
 * fallbacks, and others to its server-sent events. Connections last, so they count neither as
 * requests nor against their time limit. No token is asked for here, since a browser cannot send
 * one with the handshake; the view asks for it. Without WebSocket a session is many requests, which
 * all go to the view that knows it; a WebSocket or a stream is one, which goes to any.
 */
public final class PushRoute {
  private static final String SERVICE = "view";

  /** Where the view is found with an address that keeps sessions, as on Kubernetes. */
  private static final String KEEPING_SESSIONS = "view-push";

  private static final String PATH = "/eventbus/";
  private static final String STREAM = "/events";

  private final Upstreams upstreams;
  private final HttpClient client;
  private final HttpProxy proxy;

  /** Reaches the view through {@code client}, which the caller closes. */
  public PushRoute(ServiceContext context, UpstreamSettings settings, HttpClient client) {
    this.client = client;
    this.upstreams = new Upstreams(context.discovery(), client, settings.forPush());
    this.proxy =
        HttpProxy.reverseProxy(client)
            .origin(
                proxied -> request(upstreams, proxied.request().getURI()).map(PushRoute::usedOnce));
  }

  /** SockJS closes the connection after each answer to a poll, perhaps just as it is used again. */
  private static HttpClientRequest usedOnce(HttpClientRequest request) {
    return request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
  }

  /**
   * A session's address is {@code /eventbus/server/session/transport}; what is shorter has none.
   */
  private static Future<HttpClientRequest> request(Upstreams upstreams, String uri) {
    String[] segments = uri.substring(PATH.length()).split("/", 3);
    return segments.length < 3
        ? upstreams.request(SERVICE)
        : upstreams.request(SERVICE, KEEPING_SESSIONS, segments[0] + "/" + segments[1]);
  }

  /**
   * Mounts it; it must stand before whatever reads bodies or counts requests. The path is compared
   * as it came: the router's own pattern fails at one that is malformed, before anyone else could
   * say what is wrong with it.
   */
  public void mount(Router router) {
    router.route().handler(this::pass);
  }

  private void pass(RoutingContext request) {
    String path = request.request().path();
    if (path != null && path.startsWith(PATH)) {
      // Until the view is found nobody listens to the body, which would be lost.
      HttpServerRequest asked = request.request().pause();
      if (asked.canUpgradeToWebSocket()) {
        WebSocketTunnel.open(request, upstreams.request(SERVICE));
      } else {
        proxy.handle(asked);
      }
    } else if (STREAM.equals(path) && HttpMethod.GET.equals(request.request().method())) {
      stream(request);
    } else {
      request.next();
    }
  }

  private void stream(RoutingContext request) {
    request.request().pause();
    upstreams
        .request(SERVICE)
        .onSuccess(
            found ->
                HttpProxy.reverseProxy(client)
                    .origin(proxied -> Future.succeededFuture(found))
                    .handle(request.request()))
        .onFailure(request::fail);
  }
}
