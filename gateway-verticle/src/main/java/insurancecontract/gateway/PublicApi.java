package insurancecontract.gateway;

import insurancecontract.chassis.Parts;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.settings.Live;
import insurancecontract.gateway.front.PublicRoutes;
import insurancecontract.gateway.issuer.IssuerRoutes;
import insurancecontract.gateway.issuer.IssuerSettings;
import insurancecontract.gateway.limits.Admission;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.LimitSettings;
import insurancecontract.gateway.limits.RequestBodies;
import insurancecontract.gateway.limits.Storage;
import insurancecontract.gateway.platform.PlatformRoutes;
import insurancecontract.gateway.proxy.ApiContract;
import insurancecontract.gateway.proxy.ApiRoutes;
import insurancecontract.gateway.proxy.ForwardedFor;
import insurancecontract.gateway.proxy.PushRoute;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;

/** The wiring of everything that is served at the public port. */
final class PublicApi {
  private final ServiceContext context;
  private final GatewayConfig config;
  private final ClientLimits limits;
  private final ForwardedFor forwardedFor;
  private final Admission admission;
  private final RequestBodies bodies;
  private final Storage storage;
  private final HttpClient services;
  private final HttpClient push;

  /** Opens the connections to services; {@code parts} closes them. */
  PublicApi(
      ServiceContext context,
      GatewayConfig config,
      Live<LimitSettings> bounds,
      Storage storage,
      Parts parts) {
    this.context = context;
    this.storage = storage;
    this.config = config;
    limits = new ClientLimits(config.front().clientsMax(), bounds);
    forwardedFor = new ForwardedFor(config.front().trustedProxies());
    admission = new Admission(bounds, context.meters());
    bodies = new RequestBodies(context.vertx(), config.front().bodies(), context.meters());
    services = client(config.upstream().pool());
    parts.opened("connections to services", services::close);
    // Each listening browser keeps one connection to the view.
    push = client(new PoolOptions().setHttp1MaxSize(config.front().connectionsMax()));
    parts.opened("connections of browsers to the view", push::close);
  }

  private HttpClient client(PoolOptions pool) {
    return context.vertx().createHttpClient(config.upstream().client(), pool);
  }

  /** The rate limit of each client. */
  ClientLimits limits() {
    return limits;
  }

  Router router(WebResources resources) {
    return PublicRoutes.router(
        context,
        new PublicRoutes.Parts(
            resources.contract(),
            admission,
            bodies,
            config.upstream().requestTimeout(),
            config.front(),
            limits,
            forwardedFor,
            new PushRoute(context, config.upstream(), push),
            apiRoutes(resources.contract()),
            new PlatformRoutes(context, limits, services, config.platformTimeout()),
            config.issuer().map(this::issuerRoutes),
            resources.docs(),
            resources.pages()));
  }

  private ApiRoutes apiRoutes(ApiContract contract) {
    return new ApiRoutes(
        context,
        bodies,
        admission,
        config.upstream(),
        contract,
        limits,
        forwardedFor,
        storage,
        services);
  }

  private IssuerRoutes issuerRoutes(IssuerSettings issuer) {
    return new IssuerRoutes(context.vertx(), issuer, forwardedFor, config.front().clientsMax());
  }
}
