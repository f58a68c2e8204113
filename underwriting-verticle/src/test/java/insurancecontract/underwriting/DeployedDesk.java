package insurancecontract.underwriting;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.SubscriptionEvent;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.Topics;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.TestDatabase;
import insurancecontract.testing.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The verticle as it is deployed, on a database and topics of its own, seen from outside. */
public final class DeployedDesk implements AutoCloseable {
  /** Uma's id in her token and at the desk. */
  public static final long UMA = 77001520;

  /** Uwe's. */
  public static final long UWE = 77001521;

  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  /** An answer over HTTP. */
  public record Reply(int status, JsonObject body, Map<String, List<String>> headers) {}

  private final Vertx vertx = Vertx.vertx();
  private final Tokens tokens = new Tokens(vertx);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path file;
  private final JsonObject settings;
  private final KafkaSettings kafka;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<InboundEvent> announced = new ArrayList<>();
  private String deployment;
  private URI base;

  /**
   * Deploys it with these underwriters.
   *
   * @param directory for its settings file
   */
  public DeployedDesk(Path directory, JsonArray underwriters) {
    Database database = SharedPlatform.database("underwriting");
    file = directory.resolve("settings.json");
    settings =
        TestDatabase.settings(database)
            .put("KAFKA_BOOTSTRAP_SERVERS", SharedPlatform.kafka().bootstrapServers())
            .put("KAFKA_TOPIC_PREFIX", database.database() + ".")
            .put("KAFKA_PARTITIONS", 3)
            .mergeIn(tokens.settings())
            .put("HTTP_HOST", "127.0.0.1")
            .put("HTTP_PORT", 0)
            .put("MANAGEMENT_PORT", 0);
    kafka = Settings.bind(settings, "UNDERWRITING", KafkaSettings::from);
    configure(underwriters);
    start();
    producer = new KafkaProducer<>(new HashMap<>(kafka.producer("test")));
    consumer = new KafkaConsumer<>(new HashMap<>(kafka.reader("test")));
    List<TopicPartition> partitions =
        consumer.partitionsFor(kafka.named(Topics.UNDERWRITING_EVENTS)).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** One underwriter as the settings name them. */
  public static JsonObject underwriter(long id, String name, int capacity) {
    return new JsonObject().put("underwriterId", id).put("name", name).put("capacity", capacity);
  }

  /** Writes the settings file; a running desk notices within moments. */
  public void configure(JsonArray underwriters) {
    try {
      Path written =
          Files.writeString(
              file.resolveSibling("settings.new"),
              settings.copy().put("UNDERWRITERS", underwriters).encode());
      Path unused = Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Deploys it, perhaps again. */
  public void start() {
    SettingsSource source =
        await(
            SettingsSource.load(
                vertx, new SettingsSource.Places(new JsonObject(), file, null, 50)));
    deployment = await(vertx.deployVerticle(new UnderwritingVerticle(source)));
    Discovery discovery = new Discovery(vertx);
    HttpAddress address = (HttpAddress) await(discovery.find("underwriting")).get(0);
    base = URI.create("http://" + address.host() + ":" + address.port());
    done(discovery.close());
  }

  /** Undeploys it; what it owns stays. */
  public void stop() {
    done(vertx.undeploy(deployment));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    consumer.close();
    done(vertx.close());
  }

  /** A token of this issuer. */
  public String token(String subject, String role, JsonObject claims) {
    return tokens.of(subject, role, claims);
  }

  /** A token of one of the demo users. */
  public String token(String name) {
    return switch (name) {
      case "uma" -> token(name, "underwriter", new JsonObject().put("underwriterId", UMA));
      case "uwe" -> token(name, "underwriter", new JsonObject().put("underwriterId", UWE));
      case "deskless" -> token(name, "underwriter", new JsonObject());
      case "sue" -> token(name, "supervisor", new JsonObject());
      case "otto" -> token(name, "operator", new JsonObject());
      default -> token(name, "customer", new JsonObject());
    };
  }

  /** Asks as one of the demo users. */
  public Reply get(String user, String path) {
    return send(user, "GET", path, null);
  }

  /** Sends a body as one of the demo users. */
  public Reply send(String user, String method, String path, JsonObject body) {
    return sendText(user, method, path, body == null ? null : body.encode());
  }

  /** Sends any text as JSON; without a user, without a token. */
  public Reply sendText(String user, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("traceparent", TRACEPARENT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) request.header("Content-Type", "application/json");
    if (user != null) request.header("Authorization", "Bearer " + token(user));
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          response.statusCode(), new JsonObject(response.body()), response.headers().map());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError("interrupted", failure);
    }
  }

  /** Publishes, as subscription would, that this customer's application is paid. */
  public void paid(long subscriptionId, String customerId) {
    publish(
        new SubscriptionCreated(
            subscriptionId,
            2,
            "PAID",
            customerId,
            "Fisrtcancer",
            30_000,
            "KRW",
            subscriptionId + 1_000,
            Instant.now()));
  }

  /** Publishes, as subscription would, that the application is to be cancelled. */
  public void cancelled(long subscriptionId) {
    publish(new CancelRequested(subscriptionId, 3, "CANCEL_REQUESTED"));
  }

  /** Publishes it as subscription would; returns once the broker has it. */
  public void publish(SubscriptionEvent event) {
    OutboxMessage message =
        new OutboxMessage(
            Topics.SUBSCRIPTION_EVENTS,
            event.subscriptionId(),
            EventTypes.of(event.getClass()),
            event.version(),
            Instant.now(),
            Json.object(event),
            TRACEPARENT);
    publish(CloudEvents.record(kafka, "subscription", message));
  }

  /** Publishes an unreadable event. */
  public void publishRubbish(long subscriptionId) {
    publish(
        new ProducerRecord<>(
            kafka.named(Topics.SUBSCRIPTION_EVENTS),
            Long.toString(subscriptionId),
            "rubbish".getBytes(StandardCharsets.UTF_8)));
  }

  private void publish(ProducerRecord<String, byte[]> record) {
    try {
      Object unused = producer.send(record).get();
    } catch (ExecutionException | InterruptedException failure) {
      throw new AssertionError("not published", failure);
    }
  }

  /** The events published so far about this subscription's case, in order. */
  public List<InboundEvent> announced(long subscriptionId) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
      announced.add(CloudEvents.read(kafka, record));
    }
    return announced.stream().filter(each -> each.subject() == subscriptionId).toList();
  }

  /** The trace that everything here belongs to. */
  public static String traceId() {
    return TRACEPARENT.split("-", -1)[1];
  }
}
