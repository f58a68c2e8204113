package insurancecontract.chassis.kafka;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How a service reaches the broker.
 *
 * @param access how both authenticate each other
 * @param topicPrefix prefix of every topic and group, so that platforms can share a broker
 * @param partitions of a topic that is created
 * @param replication copies of a topic that is created
 * @param instanceId a unique name that survives a restart of the process, or empty; with one, a
 *     member that was killed and restarted gets its partitions back at once
 * @param sessionTimeout after which the partitions of a silent member go to others
 * @param batchMax records in one poll and in one batch
 * @param fetchBytesMax bytes that the broker may send ahead of the polls, for all partitions
 *     together
 * @param retryMax the longest pause before a record that failed is tried again
 */
public record KafkaSettings(
    String bootstrapServers,
    KafkaAccess access,
    String topicPrefix,
    int partitions,
    int replication,
    String instanceId,
    Duration sessionTimeout,
    int batchMax,
    int fetchBytesMax,
    Duration retryMax,
    KafkaWaits waits) {

  /** Reads {@code KAFKA_*}. */
  public static KafkaSettings from(Settings settings) {
    return new KafkaSettings(
        settings.text("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"),
        KafkaAccess.from(settings),
        settings.text("KAFKA_TOPIC_PREFIX", ""),
        settings.between("KAFKA_PARTITIONS", 1, 1_000, 12),
        settings.between("KAFKA_REPLICATION", 1, 7, 1),
        settings.text("KAFKA_INSTANCE_ID", ""),
        settings.millis("KAFKA_SESSION_TIMEOUT_MS", 6_000, 300_000, 10_000),
        settings.between("KAFKA_BATCH_MAX", 1, 10_000, 500),
        settings.between("KAFKA_FETCH_BYTES_MAX", 65_536, 268_435_456, 8_388_608),
        settings.millis("KAFKA_RETRY_MAX_MS", 100, 60_000, 5_000),
        KafkaWaits.from(settings));
  }

  /** The name of a topic or group on the broker. */
  public String named(String name) {
    return topicPrefix + name;
  }

  /** A producer that neither loses, repeats nor reorders records while it lives. */
  public Map<String, String> producer(String clientId) {
    Map<String, String> config = client(clientId);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // A partition that does not know this producer yet accepts any batch as the first. With a
    // second
    // one in flight, a first one that must be retried, because the topic is new or its leader
    // moves,
    // would come after it and be out of sequence for ever.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    config.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(waits.send().toMillis()));
    // Giving up on one record but not on the next would change their order.
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(Integer.MAX_VALUE));
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(waits.request().toMillis()));
    return config;
  }

  /** A member of {@code group} that commits its offsets only explicitly. */
  public Map<String, String> consumer(String group) {
    Map<String, String> config = reader(group);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, named(group));
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, String.valueOf(sessionTimeout.toMillis()));
    config.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, String.valueOf(sessionTimeout.toMillis() / 3));
    if (!instanceId.isEmpty()) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "-" + instanceId);
    }
    return config;
  }

  /** A reader without a group, which assigns its own partitions and positions. */
  public Map<String, String> reader(String clientId) {
    Map<String, String> config = client(clientId);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
    config.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, String.valueOf(batchMax));
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, String.valueOf(waits.fetch().toMillis()));
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, String.valueOf(fetchBytesMax));
    return config;
  }

  /** The failure of a start without a broker, or with the wrong settings for it. */
  StartFailure unreachable(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) root = root.getCause();
    String why = root == cause ? "" : ": " + root.getMessage();
    return new StartFailure(
        "Kafka at " + bootstrapServers + " (KAFKA_BOOTSTRAP_SERVERS): " + cause.getMessage() + why,
        cause);
  }

  /** The properties of every client. */
  public Map<String, String> client(String clientId) {
    Map<String, String> config = access.properties();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    return config;
  }
}
