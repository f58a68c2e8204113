package insurancecontract.chassis.kafka;

import insurancecontract.chassis.parked.ParkedItem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** A record that could not be read or applied, and why. */
public record DeadLetter(ConsumerRecord<String, byte[]> record, String reason) {
  /** The kind of parked item that a dead letter becomes. */
  static final String KIND = "message";

  private static final String BASE64 = "base64";

  /** The record for the dead-letter topic. */
  ProducerRecord<String, byte[]> toRecord(String group) {
    var letter =
        new ProducerRecord<String, byte[]>(
            record.topic() + KafkaTopics.DEAD_LETTERS,
            null,
            record.key(),
            record.value(),
            record.headers());
    letter
        .headers()
        .add("dlq_reason", bytes(reason))
        .add("dlq_group", bytes(group))
        .add("dlq_partition", bytes(Integer.toString(record.partition())))
        .add("dlq_offset", bytes(Long.toString(record.offset())))
        .add("dlq_time", bytes(Instant.now().toString()));
    return letter;
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /** The item to park; its origin has the time in it because a topic may be recreated. */
  ParkedItem toItem(KafkaSettings settings) {
    String topic = record.topic().substring(settings.topicPrefix().length());
    String origin =
        topic + "/" + record.partition() + "/" + record.offset() + "/" + record.timestamp();
    JsonArray headers = new JsonArray();
    for (Header header : record.headers()) {
      headers.add(new JsonObject().put("name", header.key()).put("value", shown(header.value())));
    }
    return new ParkedItem(
        KIND,
        origin,
        subject(),
        reason,
        new JsonObject()
            .put("topic", topic)
            .put("partition", record.partition())
            .put("offset", record.offset())
            .put("key", record.key())
            .put("headers", headers)
            .put("data", shown(record.value())));
  }

  /** The key of every event is its subject, which may be readable when the rest is not. */
  private Long subject() {
    try {
      long subject = Long.parseLong(record.key());
      return subject > 0 ? subject : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** Text where it is valid UTF-8, so that a person can read it; otherwise its bytes. */
  private static Object shown(byte[] value) {
    if (value == null) return null;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException notText) {
      return new JsonObject().put(BASE64, Base64.getEncoder().encodeToString(value));
    }
  }

  /** The record that was parked. */
  static ConsumerRecord<String, byte[]> read(KafkaSettings settings, ParkedItem item) {
    JsonObject detail = item.detail();
    var read =
        new ConsumerRecord<>(
            settings.named(detail.getString("topic")),
            detail.getInteger("partition"),
            detail.getLong("offset"),
            detail.getString("key"),
            parsed(detail.getValue("data")));
    for (Object each : detail.getJsonArray("headers")) {
      JsonObject header = (JsonObject) each;
      read.headers().add(header.getString("name"), parsed(header.getValue("value")));
    }
    return read;
  }

  private static byte[] parsed(Object shown) {
    if (shown == null) return null;
    return shown instanceof JsonObject bytes
        ? Base64.getDecoder().decode(bytes.getString(BASE64))
        : bytes((String) shown);
  }
}
