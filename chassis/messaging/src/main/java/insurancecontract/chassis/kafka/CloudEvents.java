package insurancecontract.chassis.kafka;

import insurancecontract.chassis.outbox.OutboxMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Events on the wire: CloudEvents 1.0 in binary mode. Attributes are headers with the prefix {@code
 * ce_}, and the value is the data as JSON.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">The
 *     Kafka binding</a>
 */
public final class CloudEvents {
  private static final String TYPE_PREFIX = "insurancecontract.";
  private static final String TYPE_SUFFIX = ".v1";
  private static final String TRACEPARENT = "traceparent";

  private CloudEvents() {}

  /** The record of an event; its id is stable, so that repeats can be recognised. */
  public static ProducerRecord<String, byte[]> record(
      KafkaSettings settings, String source, OutboxMessage message) {
    String subject = Long.toString(message.subject());
    var record =
        new ProducerRecord<>(
            settings.named(message.topic()), subject, message.data().toBuffer().getBytes());
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", message.topic() + "/" + subject + "/" + message.version());
    header(record, "ce_type", TYPE_PREFIX + message.type() + TYPE_SUFFIX);
    header(record, "ce_source", "/" + source);
    header(record, "ce_subject", subject);
    header(record, "ce_time", message.at().toString());
    header(record, "content-type", "application/json");
    if (message.traceparent() != null) header(record, TRACEPARENT, message.traceparent());
    return record;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException naming what is missing or unreadable
   */
  public static InboundEvent read(KafkaSettings settings, ConsumerRecord<String, byte[]> record) {
    return new InboundEvent(
        record.topic().substring(settings.topicPrefix().length()),
        record.partition(),
        record.offset(),
        required(record, "ce_id"),
        type(required(record, "ce_type")),
        number(required(record, "ce_subject")),
        Instant.parse(required(record, "ce_time")),
        header(record, TRACEPARENT),
        data(record));
  }

  private static String type(String wire) {
    String type = wire.startsWith(TYPE_PREFIX) ? wire.substring(TYPE_PREFIX.length()) : wire;
    return type.endsWith(TYPE_SUFFIX)
        ? type.substring(0, type.length() - TYPE_SUFFIX.length())
        : type;
  }

  private static long number(String subject) {
    try {
      return Long.parseLong(subject);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("ce_subject is not a number: " + subject, notANumber);
    }
  }

  private static JsonObject data(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) throw new IllegalArgumentException("the record has no data");
    try {
      return new JsonObject(Buffer.buffer(record.value()));
    } catch (RuntimeException unreadable) {
      throw new IllegalArgumentException("the data is not a JSON object", unreadable);
    }
  }

  private static String required(ConsumerRecord<String, byte[]> record, String name) {
    String value = header(record, name);
    if (value == null) throw new IllegalArgumentException("the header " + name + " is missing");
    return value;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
