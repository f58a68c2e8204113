package insurancecontract.chassis;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.health.Health;
import insurancecontract.chassis.identity.Identity;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.launch.Departure;
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
    Identity identity) {

  /** What a service begins with. */
  public static ServiceContext of(String name, Vertx vertx, IdentitySettings identity) {
    var context =
        new ServiceContext(
            name,
            vertx,
            registry(),
            new Health(),
            new Discovery(vertx),
            new Identity(vertx, identity));
    Departure.of(vertx).include(vertx, name, context::leave);
    return context;
  }

  /** Nobody should find this service any more before it stops answering. */
  public Future<Void> leave() {
    health.leave();
    return discovery.withdraw();
  }

  /** The registry that Vert.x reports to, or, where it reports to none, one that only counts. */
  private static MeterRegistry registry() {
    MeterRegistry reported = BackendRegistries.getDefaultNow();
    return reported == null ? new SimpleMeterRegistry() : reported;
  }
}
