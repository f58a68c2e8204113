package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An event read from Kafka.
 *
 * @param topic the topic, without the prefix of the settings
 * @param type the event's name, such as {@code OrderPlaced}; a later version keeps its suffix, so
 *     it is an unknown type
 * @param subject the correlation key
 * @param traceparent the trace that it belongs to, or null
 */
public record InboundEvent(
    String topic,
    int partition,
    long offset,
    String id,
    String type,
    long subject,
    Instant time,
    String traceparent,
    JsonObject data) {

  /** The same, with {@code step} as its parent in the trace. */
  InboundEvent within(String step) {
    return new InboundEvent(topic, partition, offset, id, type, subject, time, step, data);
  }

  /**
   * The data as a record.
   *
   * @throws io.vertx.core.json.DecodeException when it is not one
   */
  public <T> T as(Class<T> type) {
    return Json.as(data, type);
  }
}
