package insurancecontract.chassis.identity;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * How the issuer's keys are fetched where the settings do not hold them.
 *
 * @param timeout for each of the two questions that it takes
 * @param kept older ones are fetched again, and serve until the new ones are here
 * @param again an unknown key makes us fetch again, but not more often, whoever forges tokens
 */
public record IssuerKeys(Duration timeout, Duration kept, Duration again) {

  /** Reads {@code IDENTITY_KEYS_*}. */
  static IssuerKeys from(Settings settings) {
    return new IssuerKeys(
        settings.millis("IDENTITY_KEYS_TIMEOUT_MS", 100, 60_000, 5_000),
        settings.seconds("IDENTITY_KEYS_SECONDS", 10, 86_400, 600),
        settings.seconds("IDENTITY_KEYS_AGAIN_SECONDS", 1, 3_600, 30));
  }
}
