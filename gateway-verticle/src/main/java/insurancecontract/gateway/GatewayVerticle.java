package insurancecontract.gateway;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.Shutdown;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.gateway.front.FrontDoor;
import insurancecontract.gateway.front.ManagementDoor;
import insurancecontract.gateway.front.PublicRoutes;
import insurancecontract.gateway.issuer.IssuerRoutes;
import insurancecontract.gateway.limits.Admission;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.LimitSettings;
import insurancecontract.gateway.platform.PlatformRoutes;
import insurancecontract.gateway.proxy.ApiContract;
import insurancecontract.gateway.proxy.ApiRoutes;
import insurancecontract.gateway.proxy.ForwardedFor;
import insurancecontract.gateway.proxy.PushRoute;
import insurancecontract.gateway.web.ApiDocs;
import insurancecontract.gateway.web.StaticFiles;
import insurancecontract.gateway.web.WebPages;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway, put together. A start that fails halfway leaves nothing open. */
public final class GatewayVerticle extends VerticleBase {
  /** The gateway's name, and the scope of its settings. */
  public static final String NAME = "gateway";

  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
  private static final String SCOPE = "GATEWAY";

  private record Resources(ApiContract contract, ApiDocs docs, WebPages pages) {}

  private final SettingsSource settings;
  private final Shutdown shutdown = new Shutdown();
  private GatewayConfig config;
  private ServiceContext service;
  private FrontDoor front;
  private ManagementDoor management;

  /** A gateway that goes by {@code settings}, and by their changes where those are allowed. */
  public GatewayVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    return Futures.attempt(this::open)
        .onSuccess(
            opened ->
                LOG.atInfo()
                    .addKeyValue("port", port())
                    .addKeyValue("managementPort", managementPort())
                    .log("gateway ready"))
        .recover(cause -> shutdown.run().transform(closed -> Future.failedFuture(cause)));
  }

  /** Reading the descriptions out of the jar blocks, so it happens elsewhere. */
  private Future<Void> open() {
    config = settings.bind(SCOPE, GatewayConfig::from).get();
    service = ServiceContext.of(NAME, vertx, config.identity(), config.tracing());
    shutdown.add("context", service::close);
    service.health().show("settings", () -> settings.state(SCOPE));
    return vertx.executeBlocking(this::load).compose(this::open);
  }

  /** What is read out of the jars; blocks. */
  private Resources load() {
    StaticFiles files = new StaticFiles(vertx);
    return new Resources(
        ApiContract.parse(ApiDocs.openapi()),
        new ApiDocs(files),
        WebPages.of(
            files,
            config.web(),
            config.identity().issuer(),
            config.identity().rolesClaim(),
            config.issuer()));
  }

  private Future<Void> open(Resources resources) {
    management = new ManagementDoor(service, config.managementHost(), config.managementPort());
    front = new FrontDoor(service, config.http(), config.front(), router(resources));
    return start("management", management).compose(started -> start("public door", front));
  }

  /** As many connections as there may be browsers: each keeps one for as long as it listens. */
  private HttpClient pushClient() {
    HttpClient client =
        vertx.createHttpClient(
            config.upstream().client(),
            new PoolOptions().setHttp1MaxSize(config.front().connectionsMax()));
    shutdown.add("connections of browsers to the view", client::close);
    return client;
  }

  private Router router(Resources resources) {
    Live<LimitSettings> bounds = settings.bind(SCOPE, LimitSettings::from);
    ClientLimits limits = new ClientLimits(config.front().clientsMax(), bounds);
    ForwardedFor forwardedFor = new ForwardedFor(config.front().forwardedTrusted());
    HttpClient client =
        vertx.createHttpClient(config.upstream().client(), config.upstream().pool());
    shutdown.add("connections to services", client::close);
    return PublicRoutes.router(
        service,
        new PublicRoutes.Parts(
            resources.contract(),
            new Admission(bounds, service.meters()),
            config.front(),
            limits,
            forwardedFor,
            new PushRoute(service, config.upstream(), pushClient()),
            new ApiRoutes(
                service,
                config.http().bodyMax(),
                config.upstream(),
                resources.contract(),
                limits,
                forwardedFor,
                client),
            new PlatformRoutes(service, limits, client, config.platformTimeout()),
            config
                .issuer()
                .map(
                    issuer ->
                        new IssuerRoutes(vertx, issuer, forwardedFor, config.front().clientsMax())),
            resources.docs(),
            resources.pages()));
  }

  private Future<Void> start(String name, Component part) {
    shutdown.add(name, part::stop);
    return part.start();
  }

  /** The public port that it really listens at. */
  public int port() {
    return front.port();
  }

  /** The port of health and metrics that it really listens at. */
  public int managementPort() {
    return management.port();
  }

  @Override
  public Future<?> stop() {
    Future<Void> left = service == null ? Future.succeededFuture() : service.leave();
    return left.transform(done -> shutdown.run());
  }
}
