package insurancecontract.simulation.events;

import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** What both ends agree on. */
final class Wire {
  static final int PARTITIONS = 3;

  static final KafkaSettings SETTINGS =
      new KafkaSettings(
          "simulated", "", PARTITIONS, 1, "", Duration.ofSeconds(10), 20, Duration.ofSeconds(5));

  private Wire() {}

  /** Always in the same order. */
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
