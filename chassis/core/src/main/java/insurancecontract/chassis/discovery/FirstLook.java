package insurancecontract.chassis.discovery;

import insurancecontract.chassis.health.Health;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;

/**
 * Whether this process has found out, since its start, who the others are. Before that it can call
 * nobody, so its services are not ready.
 */
public final class FirstLook implements Shareable {
  private static final String AT_HAND = FirstLook.class.getName();

  private volatile boolean succeeded;
  private volatile String trouble = "nobody has been looked for yet";

  private FirstLook() {}

  /** The services of {@code vertx} that begin from now on wait for it. */
  public static FirstLook ahead(Vertx vertx) {
    FirstLook look = new FirstLook();
    of(vertx).put(AT_HAND, look);
    return look;
  }

  /** It has succeeded; what comes later changes nothing. */
  public void succeeded() {
    succeeded = true;
  }

  /** It has not succeeded so far, and why. */
  public void failed(String why) {
    trouble = why;
  }

  /** A service with this health is ready only once it has succeeded, where there is one ahead. */
  public static void require(Vertx vertx, Health health) {
    FirstLook look = of(vertx).get(AT_HAND);
    if (look != null) health.require("discovery", look::outcome);
  }

  private Future<Void> outcome() {
    return succeeded ? Future.succeededFuture() : Future.failedFuture(trouble);
  }

  private static Map<String, FirstLook> of(Vertx vertx) {
    return vertx.sharedData().getLocalMap(AT_HAND);
  }
}
