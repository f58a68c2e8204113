package insurancecontract.chassis.outbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An event to publish.
 *
 * @param topic the topic, without the prefix that the settings add
 * @param subject the key: events of one subject keep their order
 * @param type the event's name, such as {@code OrderPlaced}
 * @param version the event's number among those of its aggregate
 * @param at when it happened
 * @param data the event's data
 * @param traceparent the trace that it belongs to, or null
 */
public record OutboxMessage(
    String topic,
    long subject,
    String type,
    long version,
    Instant at,
    JsonObject data,
    String traceparent) {

  /** The same, with {@code step} as its parent in the trace. */
  OutboxMessage within(String step) {
    return new OutboxMessage(topic, subject, type, version, at, data, step);
  }
}
