package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Limits of the push to browsers.
 *
 * @param sessionsMax connections of one process
 * @param addressesMax addresses that one connection may listen to
 * @param heartbeatMillis heartbeat interval; proxies on the way to the browser must allow longer
 *     idle times
 * @param unreadMax characters buffered for one browser before messages are dropped
 * @param bodyMax bytes of a request body without WebSocket
 * @param streamBytesMax bytes after which a response without WebSocket ends and is requested again
 * @param retry delay before a client of a broken stream should reconnect
 */
public record PushSettings(
    int sessionsMax,
    int addressesMax,
    int heartbeatMillis,
    int unreadMax,
    int bodyMax,
    int streamBytesMax,
    Duration retry) {
  /** Reads {@code PUSH_*}. */
  public static PushSettings from(Settings settings) {
    return new PushSettings(
        settings.between("PUSH_SESSIONS_MAX", 1, 1_000_000, 10_000),
        settings.between("PUSH_ADDRESSES_MAX", 1, 1_000, 64),
        settings.between("PUSH_HEARTBEAT_MS", 1_000, 20_000, 10_000),
        settings.between("PUSH_UNREAD_MAX", 1_024, 10_485_760, 65_536),
        settings.between("PUSH_BODY_MAX", 1_024, 1_048_576, 16_384),
        settings.between("PUSH_STREAM_BYTES_MAX", 4_096, 10_485_760, 131_072),
        settings.millis("PUSH_RETRY_MS", 100, 60_000, 5_000));
  }
}
