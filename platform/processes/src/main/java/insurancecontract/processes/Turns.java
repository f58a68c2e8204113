package insurancecontract.processes;

import insurancecontract.launch.Services;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The services of a process in the order in which they stop: who calls others stops before them.
 */
final class Turns {
  private static final List<List<String>> ORDER =
      List.of(
          List.of(Services.GATEWAY),
          List.of(Services.SUBSCRIPTION),
          List.of(Services.PAYMENT, Services.UNDERWRITING, Services.VIEW));

  private final Vertx vertx;
  private final List<List<String>> deployments;

  /** The services that were deployed, and the deployment of each. */
  Turns(Vertx vertx, Map<String, String> deployed) {
    this.vertx = vertx;
    this.deployments =
        ORDER.stream()
            .map(turn -> turn.stream().map(deployed::get).filter(Objects::nonNull).toList())
            .filter(turn -> !turn.isEmpty())
            .toList();
  }

  /**
   * Stops them all within this time. Each turn waits for its share of what is left, so that one
   * which does not come to an end leaves the others time to do so.
   */
  void stop(Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    for (int turn = 0; turn < deployments.size(); turn++) {
      long left = Math.max(0, deadline - System.nanoTime());
      List<Future<Void>> stopped = deployments.get(turn).stream().map(vertx::undeploy).toList();
      ServiceProcess.quietly(
          Future.join(stopped),
          "stopping services",
          Duration.ofNanos(left / (deployments.size() - turn)));
    }
  }
}
