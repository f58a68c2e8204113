package insurancecontract.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir private Path directory;

  @Test
  void what_was_said_is_heard_again_after_a_restart() throws Exception {
    try (var first = EmbeddedKafka.start(directory)) {
      KafkaChild.say(first.bootstrapServers(), "before the restart");
    }
    try (var second = EmbeddedKafka.start(directory)) {
      assertThat(hear(second.bootstrapServers())).isEqualTo("before the restart");
    }
  }

  @Test
  void what_was_said_is_heard_again_after_a_kill() throws Exception {
    Process child = ChildJvm.start(KafkaChild.class, directory);
    assertThat(ChildJvm.awaitLine(child, "said")).isEmpty();
    child.destroyForcibly().waitFor();

    try (var next = EmbeddedKafka.start(directory)) {
      assertThat(hear(next.bootstrapServers())).isEqualTo("before the kill");
    }
  }

  @Test
  void who_enters_by_a_door_goes_on_by_its_way() throws Exception {
    try (var way = new ServerSocket(0);
        var kafka = EmbeddedKafka.start(directory, Map.of("DOOR", way.getLocalPort()))) {
      way.setSoTimeout(60_000);
      Admin admin = Admin.create(servers("127.0.0.1:" + kafka.port("DOOR")));
      try {
        admin.describeCluster();
        try (Socket came = way.accept()) {
          assertThat(came.isConnected()).isTrue();
        }
      } finally {
        admin.close(Duration.ZERO);
      }
    }
  }

  @Test
  void topics_keep_everything() throws Exception {
    try (Admin admin = Admin.create(servers(SharedPlatform.kafka().bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("keeps", 1, (short) 1))).all().get();
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, "keeps");
      var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);

      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
      assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
    }
  }

  @Test
  void before_kafka_halts_the_process_others_end_in_good_order() throws Exception {
    Process child = ChildJvm.start(Halted.class, directory);
    assertThat(ChildJvm.awaitLine(child, "ended ")).isEqualTo("in good order");
    assertThat(child.waitFor()).isEqualTo(3);
  }

  /** A process that Kafka ends as it does when the disk fails. */
  static final class Halted {
    private Halted() {}

    public static void main(String[] arguments) {
      EmbeddedKafka.beforeHalt(() -> ChildJvm.say("ended in good order"));
      Exit.halt(3);
    }
  }

  @Test
  void a_path_that_kafka_would_split_is_refused() {
    Path two = directory.resolve("one,two");
    assertThatThrownBy(() -> EmbeddedKafka.start(two))
        .isInstanceOf(EmbeddedFailure.class)
        .hasMessageContaining("comma in " + two);
  }

  @Test
  void a_directory_has_one_broker_at_a_time() {
    try (var first = EmbeddedKafka.start(directory)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(directory))
          .isInstanceOf(EmbeddedFailure.class)
          .hasMessageContaining("in use");
      assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
    }
  }

  private static String hear(String servers) {
    Properties settings = servers(servers);
    settings.putAll(
        Map.of(
            "group.id",
            "listener",
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            "false"));
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(KafkaChild.TOPIC));
      List<String> heard = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (heard.isEmpty() && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> heard.add(record.value()));
      }
      assertThat(heard).hasSize(1);
      return heard.get(0);
    }
  }

  private static Properties servers(String servers) {
    var settings = new Properties();
    settings.setProperty("bootstrap.servers", servers);
    return settings;
  }
}
