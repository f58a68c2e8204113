package insurancecontract.chassis.outbox;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Limits of the relay.
 *
 * @param batchMax events read, published and deleted together
 * @param lookAgain how often it reads without having been woken, in case a wake-up was lost
 * @param standBy how often a relay that stands by tries to become the active one
 * @param retryMax the longest pause after a failure; pauses begin at 100 ms and double
 * @param grace how long a stop waits for the batch in flight, which the next relay publishes
 *     otherwise
 * @param countEvery how often it counts the backlog
 */
public record RelaySettings(
    int batchMax,
    Duration lookAgain,
    Duration standBy,
    Duration retryMax,
    Duration grace,
    Duration countEvery) {

  /** Reads {@code OUTBOX_*}. */
  public static RelaySettings from(Settings settings) {
    return new RelaySettings(
        settings.between("OUTBOX_BATCH_MAX", 1, 10_000, 500),
        settings.millis("OUTBOX_LOOK_AGAIN_MS", 50, 60_000, 1_000),
        settings.millis("OUTBOX_STAND_BY_MS", 50, 60_000, 1_000),
        settings.millis("OUTBOX_RETRY_MAX_MS", 100, 60_000, 5_000),
        settings.millis("SHUTDOWN_GRACE_MS", 1, 60_000, 2_000),
        settings.millis("OUTBOX_COUNT_EVERY_MS", 100, 600_000, 10_000));
  }
}
