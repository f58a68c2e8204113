package insurancecontract.chassis.health;

import insurancecontract.chassis.Futures;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Readiness of a service. Liveness is answered by responding at all: an unavailable database must
 * never get a process killed.
 */
public final class Health {
  /** The status of a service that still answers but is about to stop. */
  public static final String LEAVING = "LEAVING";

  private static final Duration CHECK_WITHIN = Duration.ofSeconds(1);

  /**
   * The result of all checks.
   *
   * @param details one entry a check: {@code up}, or what is wrong
   */
  public record Report(boolean ready, JsonObject details) {}

  private final Map<String, Supplier<? extends Future<?>>> checks = new LinkedHashMap<>();
  private final Map<String, Supplier<String>> facts = new LinkedHashMap<>();
  private volatile boolean leaving;

  /** The service is ready only while {@code check} succeeds, within a second. */
  public void require(String name, Supplier<? extends Future<?>> check) {
    checks.put(name, check);
  }

  /** Shown in the report without affecting readiness, such as the state of a breaker. */
  public void show(String name, Supplier<String> fact) {
    facts.put(name, fact);
  }

  /** From now on the service is not ready: it is about to stop. */
  public void leave() {
    leaving = true;
  }

  /** Whether the service is about to stop. */
  public boolean isLeaving() {
    return leaving;
  }

  /** Runs every check; never fails. */
  public Future<Report> report() {
    JsonObject details = new JsonObject();
    facts.forEach((name, fact) -> details.put(name, fact.get()));
    Future<Boolean> ready = Future.succeededFuture(!leaving);
    for (var check : checks.entrySet()) {
      Future<Boolean> outcome = outcome(check.getKey(), check.getValue(), details);
      ready = ready.compose(before -> outcome.map(up -> before && up));
    }
    return ready.map(all -> new Report(all, details));
  }

  private static Future<Boolean> outcome(
      String name, Supplier<? extends Future<?>> check, JsonObject details) {
    return Futures.<Object>attempt(() -> check.get().map(done -> done))
        .timeout(CHECK_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .map(
            done -> {
              details.put(name, "up");
              return true;
            })
        .otherwise(
            cause -> {
              details.put(name, "down: " + cause.getMessage());
              return false;
            });
  }
}
