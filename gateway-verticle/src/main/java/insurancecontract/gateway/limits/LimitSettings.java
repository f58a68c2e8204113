package insurancecontract.gateway.limits;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.gateway.limits.TokenBuckets.Rate;

/**
 * Limits that may change while the gateway runs.
 *
 * @param perClient requests of one client
 * @param inFlightMax requests in flight; those beyond are refused at once
 */
public record LimitSettings(Rate perClient, int inFlightMax) {
  /** Reads {@code RATE_LIMIT_*} and {@code MAX_IN_FLIGHT}. */
  public static LimitSettings from(Settings settings) {
    return new LimitSettings(
        new Rate(
            settings.between("RATE_LIMIT_PER_SECOND", 1, 1_000_000, 200),
            settings.between("RATE_LIMIT_BURST", 1, 10_000_000, 400)),
        settings.between("MAX_IN_FLIGHT", 1, 1_000_000, 4_096));
  }
}
