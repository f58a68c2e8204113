package insurancecontract.gateway;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.Parts;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.ManagementServer;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Services;
import insurancecontract.gateway.front.PublicServer;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.LimitSettings;
import insurancecontract.gateway.limits.Storage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway, put together. A start that fails halfway leaves nothing open. */
public final class GatewayVerticle extends VerticleBase {
  /** The gateway's name. */
  public static final String NAME = Services.GATEWAY;

  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
  private static final String SCOPE = "GATEWAY";

  private final SettingsSource settings;
  private final BooleanSupplier storageFull;
  private final Parts parts = new Parts();
  private PublicServer front;
  private ManagementServer management;

  /** A gateway that reads {@code settings} when it starts, and some of them while it runs. */
  public GatewayVerticle(SettingsSource settings) {
    this(settings, () -> false);
  }

  /** One that also refuses what would have to be stored while {@code storageFull} says so. */
  public GatewayVerticle(SettingsSource settings, BooleanSupplier storageFull) {
    this.settings = settings;
    this.storageFull = storageFull;
  }

  @Override
  public Future<?> start() {
    return Futures.attempt(this::open)
        .onSuccess(started -> LOG.atInfo().addKeyValue("port", port()).log("gateway ready"))
        .recover(cause -> parts.stop().transform(stopped -> Future.failedFuture(cause)));
  }

  private Future<Void> open() {
    GatewayConfig config = settings.bind(SCOPE, GatewayConfig::from).get();
    ServiceContext context = ServiceContext.of(NAME, vertx, config.identity(), config.tracing());
    parts.opened("context", context::close);
    context.health().show("settings", () -> settings.state(SCOPE));
    context.health().require("storage", this::storage);
    PublicApi api =
        new PublicApi(
            context,
            config,
            settings.bind(SCOPE, LimitSettings::from),
            new Storage(storageFull),
            parts);
    // Reading files out of jars blocks.
    return vertx
        .executeBlocking(() -> WebResources.load(vertx, config))
        .compose(resources -> start(context, config, api.limits(), api.router(resources)));
  }

  private Future<Void> storage() {
    return storageFull.getAsBoolean()
        ? Future.failedFuture("too little disk space, so nothing new is accepted: free some")
        : Future.succeededFuture();
  }

  private Future<Void> start(
      ServiceContext context, GatewayConfig config, ClientLimits limits, Router router) {
    management = new ManagementServer(context, config.management(), config.http().advertisedHost());
    front = new PublicServer(context, config.http(), config.front(), limits, router);
    parts.add("management", management);
    parts.add("public server", front);
    parts.beforeStop("leave", context::leave);
    return parts.start();
  }

  /** The actual public port. */
  public int port() {
    return front.port();
  }

  /** The actual port of health and metrics. */
  public int managementPort() {
    return management.port();
  }

  @Override
  public Future<?> stop() {
    return parts.stop();
  }
}
