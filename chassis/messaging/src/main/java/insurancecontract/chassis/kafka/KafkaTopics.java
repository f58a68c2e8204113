package insurancecontract.chassis.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics. Their records are kept for ever. */
public final class KafkaTopics {
  /** Suffix of the topic for records that could not be read or applied. */
  public static final String DEAD_LETTERS = ".dlq";

  private KafkaTopics() {}

  /** Creates each topic and its dead-letter topic unless they exist, off the event loop. */
  public static Future<Void> create(Vertx vertx, KafkaSettings settings, List<String> topics) {
    return vertx.executeBlocking(
        () -> {
          createNow(settings, topics);
          return null;
        },
        false);
  }

  private static void createNow(KafkaSettings settings, List<String> topics)
      throws InterruptedException {
    Map<String, Object> config = new HashMap<>(settings.client("topics"));
    int waitMillis = (int) settings.waits().request().toMillis();
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, waitMillis);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, waitMillis);
    Admin admin = open(settings, config);
    try {
      Map<String, NewTopic> wanted = new HashMap<>();
      topics.stream()
          .flatMap(topic -> Stream.of(events(settings, topic), deadLetters(settings, topic)))
          .forEach(topic -> wanted.put(topic.name(), topic));
      for (KafkaFuture<Void> created : admin.createTopics(wanted.values()).values().values()) {
        await(settings, created);
      }
    } finally {
      admin.close(settings.waits().request());
    }
  }

  /** Fails at once when the trust store cannot be read. */
  private static Admin open(KafkaSettings settings, Map<String, Object> config) {
    try {
      return Admin.create(config);
    } catch (KafkaException failure) {
      throw settings.unreachable(failure);
    }
  }

  private static void await(KafkaSettings settings, KafkaFuture<Void> created)
      throws InterruptedException {
    try {
      created.get();
    } catch (ExecutionException failure) {
      // Another process was faster, or the topic is from an earlier start.
      if (failure.getCause() instanceof TopicExistsException) return;
      throw settings.unreachable(failure.getCause());
    }
  }

  private static NewTopic events(KafkaSettings settings, String topic) {
    return forEver(
        new NewTopic(settings.named(topic), settings.partitions(), (short) settings.replication()));
  }

  private static NewTopic deadLetters(KafkaSettings settings, String topic) {
    return forEver(
        new NewTopic(settings.named(topic) + DEAD_LETTERS, 1, (short) settings.replication()));
  }

  private static NewTopic forEver(NewTopic topic) {
    return topic.configs(
        Map.of(
            TopicConfig.RETENTION_MS_CONFIG, "-1",
            TopicConfig.RETENTION_BYTES_CONFIG, "-1",
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
  }
}
