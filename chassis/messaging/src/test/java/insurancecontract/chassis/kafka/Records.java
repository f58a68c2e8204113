package insurancecontract.chassis.kafka;

import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** Records as they are polled, without a broker. */
final class Records {
  static final String TOPIC = "orders";

  static final KafkaSettings SETTINGS =
      Settings.bind(
          new JsonObject().put("KAFKA_BATCH_MAX", 3).put("KAFKA_RETRY_MAX_MS", 400),
          "TEST",
          KafkaSettings::from);

  private Records() {}

  static TopicPartition partition(int number) {
    return new TopicPartition(TOPIC, number);
  }

  static ConsumerRecord<String, byte[]> readable(int partition, long offset) {
    var message =
        new OutboxMessage(TOPIC, 7, "OrderPlaced", 1, Instant.EPOCH, new JsonObject(), null);
    return record(partition, offset, CloudEvents.record(SETTINGS, "shop", message));
  }

  static ConsumerRecord<String, byte[]> unreadable(int partition, long offset) {
    byte[] value = "torn".getBytes(StandardCharsets.UTF_8);
    return record(partition, offset, new ProducerRecord<>(TOPIC, "7", value));
  }

  private static ConsumerRecord<String, byte[]> record(
      int partition, long offset, ProducerRecord<String, byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        partition,
        offset,
        ConsumerRecord.NO_TIMESTAMP,
        TimestampType.NO_TIMESTAMP_TYPE,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
