package insurancecontract.chassis.kafka;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Time limits of everything that waits for the broker, or because of it.
 *
 * @param fetch how long the broker holds a fetch that finds no records. A partition that is paused
 *     when a fetch is sent is only in the next one, so its records may wait this long
 * @param request for the broker's response to one request
 * @param send until a record is in the producer's buffer, which needs the topic's partitions
 * @param handling for a batch to be applied before it is retried
 * @param handOver for the batch in flight when its partitions go to another member
 * @param close for the batch in flight when the service stops; it is read again otherwise
 * @param leave for the last commit, and for leaving the group
 */
public record KafkaWaits(
    Duration fetch,
    Duration request,
    Duration send,
    Duration handling,
    Duration handOver,
    Duration close,
    Duration leave) {

  /** Reads them. */
  static KafkaWaits from(Settings settings) {
    return new KafkaWaits(
        settings.millis("KAFKA_FETCH_WAIT_MS", 1, 5_000, 25),
        settings.millis("KAFKA_REQUEST_TIMEOUT_MS", 1_000, 300_000, 10_000),
        settings.millis("KAFKA_SEND_TIMEOUT_MS", 100, 60_000, 5_000),
        settings.millis("KAFKA_HANDLING_TIMEOUT_MS", 1_000, 600_000, 60_000),
        settings.millis("KAFKA_HAND_OVER_MS", 1, 60_000, 3_000),
        settings.millis("SHUTDOWN_GRACE_MS", 1, 60_000, 2_000),
        settings.millis("KAFKA_LEAVE_MS", 1, 10_000, 1_000));
  }
}
