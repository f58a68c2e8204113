package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Bounds of the push to browsers.
 *
 * @param sessionsMax connections of one process
 * @param addressesMax addresses that one connection may listen to
 * @param heartbeatMillis how often a connection is kept alive
 * @param resumable how long ago a stream may have broken off that goes on where it was
 */
public record PushSettings(
    int sessionsMax, int addressesMax, int heartbeatMillis, Duration resumable) {
  /** Reads {@code PUSH_*}. */
  public static PushSettings from(Settings settings) {
    return new PushSettings(
        settings.between("PUSH_SESSIONS_MAX", 1, 1_000_000, 10_000),
        settings.between("PUSH_ADDRESSES_MAX", 1, 1_000, 64),
        settings.between("PUSH_HEARTBEAT_MS", 1_000, 60_000, 10_000),
        settings.seconds("PUSH_RESUME_SECONDS", 1, 86_400, 600));
  }
}
