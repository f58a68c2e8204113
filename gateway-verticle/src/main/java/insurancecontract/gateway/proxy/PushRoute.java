package insurancecontract.gateway.proxy;

import insurancecontract.chassis.ServiceContext;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;

/**
 * The way of browsers to the view's event bus bridge, by WebSocket or its fallbacks. No token is
 * asked for here, since a browser cannot send one with the handshake; the view asks for it with
 * each registration. Connections last, so they count neither as requests nor against their time
 * limit.
 */
public final class PushRoute {
  private static final String SERVICE = "view";
  private static final String PATH = "/eventbus/";

  private final HttpProxy proxy;

  /** Reaches the view through {@code client}, which the caller closes. */
  public PushRoute(ServiceContext context, UpstreamSettings settings, HttpClient client) {
    Upstreams upstreams = new Upstreams(context.discovery(), client, settings);
    this.proxy =
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(true), client)
            .origin(proxied -> upstreams.request(SERVICE));
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
      proxy.handle(request.request());
    } else {
      request.next();
    }
  }
}
