package insurancecontract.chassis.outbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An event on its way out.
 *
 * @param topic where to, without the prefix that the settings add
 * @param subject the key: events of one subject keep their order
 * @param type the event's name, such as {@code OrderPlaced}
 * @param version the event's place among those of its aggregate
 * @param at when it happened
 * @param data the body
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

  /** The same beneath another step of its trace. */
  OutboxMessage within(String step) {
    return new OutboxMessage(topic, subject, type, version, at, data, step);
  }
}
