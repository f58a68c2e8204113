package insurancecontract.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.StartFailure;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.testing.ApiServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that accepts only TLS and authenticated clients. */
class GuardedKafkaIT {
  private static final String TOPIC = "letters";
  private static final String USER = "payment";
  private static final String PASSWORD = "open sesame";

  @TempDir private static Path directory;
  private static EmbeddedKafka broker;

  private final Service service = new Service("guarded");
  private final JsonObject values =
      new JsonObject()
          .put("KAFKA_BOOTSTRAP_SERVERS", broker.guardedServers())
          .put("KAFKA_TRUST_STORE", directory.resolve("ca.crt").toString())
          .put("KAFKA_USER", USER)
          .put("KAFKA_PASSWORD", PASSWORD)
          .put("KAFKA_PARTITIONS", 1)
          // A start that merely times out would not say why.
          .put("KAFKA_REQUEST_TIMEOUT_MS", 60_000);

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path keys = ApiServer.certificate(directory, "ca.crt");
    broker =
        EmbeddedKafka.start(
            directory.resolve("kafka"), new EmbeddedKafka.Guard(keys, "changeit", USER, PASSWORD));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void a_known_user_writes_and_reads() {
    createTopic();
    KafkaSettings kafka = settings();
    var publisher = new Publisher(service.vertx(), kafka, "writer");
    var letter = new ProducerRecord<>(TOPIC, "7", "dear".getBytes(StandardCharsets.UTF_8));
    service.await(() -> publisher.send(List.of(letter)));
    service.await(publisher::close);
    try (Wire wire = Wire.of(kafka, TOPIC, 1)) {
      assertThat(wire.await(1))
          .singleElement()
          .satisfies(read -> assertThat(read.value()).asString().isEqualTo("dear"));
    }
  }

  @Test
  void a_wrong_password_fails_the_start() {
    values.put("KAFKA_PASSWORD", "open barley");
    refused("invalid credentials");
  }

  @Test
  void an_unknown_user_fails_the_start() {
    values.put("KAFKA_USER", "nobody");
    refused("invalid credentials");
  }

  /** Whom the broker does not know it leaves without a word. */
  @Test
  void an_anonymous_client_is_rejected() {
    values.remove("KAFKA_USER");
    values.remove("KAFKA_PASSWORD");
    values.put("KAFKA_REQUEST_TIMEOUT_MS", 1_000);
    refused("timed out");
  }

  @Test
  void a_broker_certificate_of_another_authority_fails_the_start() throws Exception {
    var unused = ApiServer.certificate(directory, "other.crt");
    values.put("KAFKA_TRUST_STORE", directory.resolve("other.crt").toString());
    refused("SSL handshake failed");
  }

  /** The certificate is for 127.0.0.1 alone. */
  @Test
  void a_broker_certificate_for_another_host_fails_the_start() {
    values.put(
        "KAFKA_BOOTSTRAP_SERVERS", broker.guardedServers().replace("127.0.0.1", "localhost"));
    refused("localhost");
  }

  @Test
  void a_missing_or_invalid_trust_store_fails_the_start() throws IOException {
    values.put("KAFKA_TRUST_STORE", directory.resolve("missing.crt").toString());
    refused("missing.crt");
    Path none = Files.writeString(directory.resolve("none.crt"), "no certificate");
    values.put("KAFKA_TRUST_STORE", none.toString());
    refused("PEM");
  }

  private void refused(String why) {
    assertThatThrownBy(this::createTopic)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS")
        .message()
        .containsIgnoringCase(why);
  }

  private void createTopic() {
    service.await(() -> KafkaTopics.create(service.vertx(), settings(), List.of(TOPIC)));
  }

  private KafkaSettings settings() {
    return Service.bind(values, KafkaSettings::from);
  }
}
