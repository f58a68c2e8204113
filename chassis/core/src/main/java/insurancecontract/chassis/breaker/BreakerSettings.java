package insurancecontract.chassis.breaker;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Limits of a guarded call and thresholds of its circuit breaker.
 *
 * @param timeout after which a call counts as failed, although its effect may still happen
 * @param failureRatio failed fraction of the calls within the window at which the breaker opens
 * @param callsMin calls within the window below which the ratio is ignored
 * @param window rolling window over which calls are counted
 * @param reset how long the breaker stays open before one trial call
 * @param inFlightMax calls in flight at once
 */
public record BreakerSettings(
    Duration timeout,
    double failureRatio,
    int callsMin,
    Duration window,
    Duration reset,
    int inFlightMax) {

  /** Reads {@code BREAKER_*}. */
  public static BreakerSettings from(Settings settings) {
    return new BreakerSettings(
        settings.millis("BREAKER_TIMEOUT_MS", 10, 60_000, 2_000),
        settings.ratio("BREAKER_FAILURE_RATIO", 0.5),
        settings.between("BREAKER_CALLS_MIN", 1, 100_000, 10),
        settings.millis("BREAKER_WINDOW_MS", 100, 600_000, 10_000),
        settings.millis("BREAKER_RESET_MS", 10, 600_000, 5_000),
        settings.between("BREAKER_IN_FLIGHT_MAX", 1, 100_000, 512));
  }
}
