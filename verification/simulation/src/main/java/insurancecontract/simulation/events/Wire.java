package insurancecontract.simulation.events;

import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.contracts.Topics;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** Kafka settings and partitions that producers and consumers share. */
final class Wire {
  static final int PARTITIONS = 3;

  static final KafkaSettings SETTINGS =
      Settings.bind(
          new JsonObject()
              .put("KAFKA_BOOTSTRAP_SERVERS", "simulated")
              .put("KAFKA_PARTITIONS", PARTITIONS)
              .put("KAFKA_BATCH_MAX", 20),
          "SIMULATION",
          KafkaSettings::from);

  private Wire() {}

  /** The partitions of these topics, always in the same order. */
  static List<TopicPartition> partitions(List<String> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                IntStream.range(0, PARTITIONS).mapToObj(part -> new TopicPartition(topic, part)))
        .toList();
  }

  static List<TopicPartition> all() {
    return partitions(Topics.ALL);
  }
}
