package insurancecontract.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that nobody can read. */
final class Poison {
  private static final Logger LOG = LoggerFactory.getLogger(Poison.class);
  private static final List<String> TOPICS =
      List.of("subscription-events", "payment-events", "underwriting-events");
  private static final int KINDS = 5;

  /** One of them; should the broker be gone, none. */
  void into(String bootstrapServers, Random random) {
    var settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrapServers);
    settings.setProperty("max.block.ms", "2000");
    settings.setProperty("delivery.timeout.ms", "3000");
    settings.setProperty("request.timeout.ms", "2000");
    settings.setProperty("linger.ms", "0");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record(random)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception away) {
      LOG.atInfo().addKeyValue("cause", away.toString()).log("poison not sent, broker unavailable");
    }
  }

  private static ProducerRecord<String, byte[]> record(Random random) {
    String topic = TOPICS.get(random.nextInt(TOPICS.size()));
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    return switch (random.nextInt(KINDS)) {
      case 0 -> new ProducerRecord<>(topic, null, noise);
      case 1 -> new ProducerRecord<>(topic, "1", null);
      case 2 -> withHeaders(topic, "1", noise);
      case 3 -> withHeaders(topic, "nobody", "{}".getBytes(UTF_8));
      default -> withHeaders(topic, "1", "[{\"version\":\"one\"}]".getBytes(UTF_8));
    };
  }

  private static ProducerRecord<String, byte[]> withHeaders(
      String topic, String subject, byte[] value) {
    var record = new ProducerRecord<>(topic, "1", value);
    record.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    record.headers().add("ce_id", (topic + "/poison").getBytes(UTF_8));
    record.headers().add("ce_type", "insurancecontract.SubscriptionCreated.v1".getBytes(UTF_8));
    record.headers().add("ce_source", "/nobody".getBytes(UTF_8));
    record.headers().add("ce_subject", subject.getBytes(UTF_8));
    record.headers().add("ce_time", Instant.EPOCH.toString().getBytes(UTF_8));
    return record;
  }
}
