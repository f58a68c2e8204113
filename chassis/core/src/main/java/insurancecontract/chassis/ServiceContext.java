package insurancecontract.chassis;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.FirstLook;
import insurancecontract.chassis.health.Health;
import insurancecontract.chassis.identity.Identity;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.launch.Departure;
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

  /** What a service begins with. */
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
    FirstLook.require(vertx, context.health());
    Departure.of(vertx).include(vertx, name, context::leave);
    return context;
  }

  /** Nobody should find this service any more before it stops answering. */
  public Future<Void> leave() {
    health.leave();
    return discovery.withdraw();
  }

  /** Ends what belongs to all parts; they are closed by then. */
  public Future<Void> close() {
    return discovery.close().transform(closed -> tracing.close());
  }

  /** The registry that Vert.x reports to, or, where it reports to none, one that only counts. */
  private static MeterRegistry registry() {
    MeterRegistry reported = BackendRegistries.getDefaultNow();
    return reported == null ? new SimpleMeterRegistry() : reported;
  }
}
