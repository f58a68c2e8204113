package insurancecontract.gateway.proxy;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.RequestCheck;
import insurancecontract.contracts.Services;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

/**
 * Push connections to the view: browsers to its event bus bridge, by WebSocket or the SockJS
 * fallbacks, and other clients to its server-sent events. They are long-lived, so they do not count
 * as requests and have no request timeout. The view checks the token, because a browser cannot send
 * one with the handshake. The requests of a session without WebSocket all go to the instance that
 * has the session; a WebSocket or a stream may go to any.
 */
public final class PushRoute {
  private static final String SERVICE = Services.VIEW;

  /** The view's Kubernetes Service with session affinity. */
  private static final String STICKY = "view-push";

  private static final String PATH = "/eventbus/";
  private static final String STREAM = "/events";

  private final Upstreams upstreams;
  private final HttpClient client;
  private final HttpProxy proxy;

  /** Connects through {@code client}, which the caller closes. */
  public PushRoute(ServiceContext context, UpstreamSettings settings, HttpClient client) {
    this.client = client;
    this.upstreams = new Upstreams(context.discovery(), client, settings.forPush());
    this.proxy =
        HttpProxy.reverseProxy(client)
            .addInterceptor(new HeadersOfHop())
            .origin(
                proxied -> request(upstreams, proxied.request().getURI()).map(PushRoute::usedOnce));
  }

  /** The headers of one connection end here, and the gateway alone answers for CORS. */
  private static final class HeadersOfHop implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      ForwardedHeaders.removeHopByHop(context.request().headers());
      return context.sendRequest();
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
      ForwardedHeaders.prepareResponse(context.response().headers());
      return context.sendResponse();
    }
  }

  /** SockJS closes the connection after each poll, perhaps just as it would be reused. */
  private static HttpClientRequest usedOnce(HttpClientRequest request) {
    return request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
  }

  /** A session's path is {@code /eventbus/server/session/transport}; a shorter path has none. */
  private static Future<HttpClientRequest> request(Upstreams upstreams, String uri) {
    String[] segments = uri.substring(PATH.length()).split("/", 3);
    return segments.length < 3
        ? upstreams.request(SERVICE)
        : upstreams.request(SERVICE, STICKY, segments[0] + "/" + segments[1]);
  }

  /** Adds the route, which must precede all that read bodies or count requests. */
  public void mount(Router router) {
    router.route().handler(this::pass);
  }

  /** Whether a request is for the bridge or the stream, at a normalized path. */
  public static boolean isPush(RoutingContext request) {
    return isBridge(request) || isStream(request);
  }

  private static boolean isBridge(RoutingContext request) {
    return isNormalized(request) && request.request().path().startsWith(PATH);
  }

  private static boolean isStream(RoutingContext request) {
    return isNormalized(request) && STREAM.equals(request.request().path());
  }

  /** The view sees the raw path, so it must be the path that we have checked. */
  private static boolean isNormalized(RoutingContext request) {
    return RequestCheck.target(request)
        .map(target -> target.path().equals(request.request().path()))
        .orElse(false);
  }

  private void pass(RoutingContext request) {
    if (isBridge(request)) {
      // Without a handler the body would be lost while the view is looked up.
      HttpServerRequest asked = request.request().pause();
      if (asked.canUpgradeToWebSocket()) {
        WebSocketTunnel.open(request, upstreams.request(SERVICE));
      } else {
        proxy.handle(asked);
      }
    } else if (isStream(request) && HttpMethod.GET.equals(request.request().method())) {
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
                    .addInterceptor(new HeadersOfHop())
                    .origin(proxied -> Future.succeededFuture(found))
                    .handle(request.request()))
        .onFailure(request::fail);
  }
}
