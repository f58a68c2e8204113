package insurancecontract.chassis.kafka;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * How long a service waits for the broker, or because of it.
 *
 * @param fetch the broker's, for records, before it answers that there are none. A partition that
 *     was busy when a fetch went out is in the next one only, so what comes to it meanwhile waits
 *     as long
 * @param request for the broker's answer to one request
 * @param send until a record has a place in the producer, which must know the topic's partitions
 * @param handling for events to be applied before they are handed on once more
 * @param handOver for the batch under way when its partitions go to another member
 * @param close for the batch under way when the service stops; it is read again otherwise
 * @param leave for the last offsets, and for leaving the group
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
