package insurancecontract.chassis;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.InitialDiscovery;
import insurancecontract.chassis.health.Health;
import insurancecontract.chassis.identity.Identity;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.launch.LeaveAnnouncement;
import insurancecontract.chassis.tracing.Tracing;
import insurancecontract.chassis.tracing.TracingSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.micrometer.backends.BackendRegistries;

/**
 * What the parts of one service share.
 *
 * @param name the service's name: its consumer group, its name in discovery, a tag of its meters
 */
public record ServiceContext(
    String name,
    Vertx vertx,
    MeterRegistry meters,
    Health health,
    Discovery discovery,
    Identity identity,
    Tracing tracing) {

  /** The context of a service that is starting. */
  public static ServiceContext of(
      String name, Vertx vertx, IdentitySettings identity, TracingSettings tracing) {
    var context =
        new ServiceContext(
            name,
            vertx,
            registry(),
            new Health(),
            new Discovery(vertx),
            new Identity(vertx, identity),
            Tracing.of(vertx, name, tracing));
    EventLoopLag.measure(vertx, context.meters(), name);
    InitialDiscovery.require(vertx, context.health());
    LeaveAnnouncement.of(vertx).register(vertx, name, context::leave);
    return context;
  }

  /** Removes the service from discovery and readiness, while it still answers. */
  public Future<Void> leave() {
    health.leave();
    return discovery.withdraw();
  }

  /** Closes what the parts share; the parts are closed by then. */
  public Future<Void> close() {
    return discovery.close().transform(closed -> tracing.close());
  }

  /** The registry that Vert.x reports to, or an unexported one if it reports to none. */
  private static MeterRegistry registry() {
    MeterRegistry reported = BackendRegistries.getDefaultNow();
    return reported == null ? new SimpleMeterRegistry() : reported;
  }
}
