package insurancecontract.chassis.discovery;

import insurancecontract.chassis.health.Health;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;

/**
 * Whether this process has listed the other services at least once since its start. Before that it
 * can call nobody, so its services are not ready.
 */
public final class InitialDiscovery implements Shareable {
  private static final String KEY = InitialDiscovery.class.getName();

  private volatile boolean succeeded;
  private volatile String failure = "the services have not been listed yet";

  private InitialDiscovery() {}

  /** Services of {@code vertx} that start from now on are not ready before it has succeeded. */
  public static InitialDiscovery pending(Vertx vertx) {
    InitialDiscovery discovery = new InitialDiscovery();
    of(vertx).put(KEY, discovery);
    return discovery;
  }

  /** The first listing has succeeded; later failures change nothing. */
  public void succeeded() {
    succeeded = true;
  }

  /** It has failed so far, for this reason. */
  public void failed(String why) {
    failure = why;
  }

  /** Makes readiness wait for it, where one is pending. */
  public static void require(Vertx vertx, Health health) {
    InitialDiscovery discovery = of(vertx).get(KEY);
    if (discovery != null) health.require("discovery", discovery::outcome);
  }

  private Future<Void> outcome() {
    return succeeded ? Future.succeededFuture() : Future.failedFuture(failure);
  }

  private static Map<String, InitialDiscovery> of(Vertx vertx) {
    return vertx.sharedData().getLocalMap(KEY);
  }
}
