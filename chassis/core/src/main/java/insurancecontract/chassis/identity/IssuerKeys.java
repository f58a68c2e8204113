package insurancecontract.chassis.identity;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * How the issuer's keys are fetched when the settings have none.
 *
 * @param timeout of each of the two requests that it takes
 * @param kept age after which keys are refreshed in the background
 * @param again minimum interval between key refreshes, so that forged tokens cannot trigger a flood
 *     of requests
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
