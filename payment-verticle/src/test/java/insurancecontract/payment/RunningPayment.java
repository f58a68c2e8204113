package insurancecontract.payment;

import static insurancecontract.testing.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.outbox.Outbox;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.SubscriptionEvent;
import insurancecontract.contracts.Topics;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The deployed payment service, with a real PostgreSQL and a real Kafka. */
final class RunningPayment implements AutoCloseable {
  private static final AtomicInteger RUNS = new AtomicInteger();

  final PaymentDatabase database = PaymentDatabase.create();
  final Vertx vertx = Vertx.vertx();
  final Tokens tokens = new Tokens(vertx);
  private final String topicPrefix = "payment-it-" + RUNS.incrementAndGet() + "-";
  private final WebClient client = WebClient.create(vertx);
  private String deployment;
  private HttpAddress address;

  /** Payment's settings in tests, with short pauses. */
  JsonObject settings() {
    return new JsonObject()
        .mergeIn(database.settings())
        .mergeIn(tokens.settings())
        .put("KAFKA_BOOTSTRAP_SERVERS", SharedPlatform.kafka().bootstrapServers())
        .put("KAFKA_TOPIC_PREFIX", topicPrefix)
        .put("KAFKA_PARTITIONS", 2)
        .put("HTTP_HOST", "127.0.0.1")
        .put("HTTP_PORT", 0)
        .put("MANAGEMENT_PORT", 0)
        .put("PROVIDER_TIMEOUT_MS", 1_500)
        .put("RESUME_AFTER_MS", 3_000)
        .put("RESUME_EVERY_MS", 100)
        .put("RETRY_MIN_MS", 20)
        .put("RETRY_MAX_MS", 100)
        .put("REFUND_ATTEMPTS_MAX", 3);
  }

  /** Starts it, for the first time or again. */
  void start() {
    start(settings());
  }

  /** Starts it with these settings. */
  void start(JsonObject settings) {
    deployment = await(vertx.deployVerticle(new PaymentVerticle(SettingsSource.fixed(settings))));
    address =
        locations().stream()
            .filter(HttpAddress.class::isInstance)
            .map(HttpAddress.class::cast)
            .findFirst()
            .orElseThrow();
  }

  /** Stops it gracefully. */
  void stop() {
    await(vertx.undeploy(deployment));
  }

  /** Payment's records in discovery. */
  List<Location> locations() {
    Discovery discovery = new Discovery(vertx);
    try {
      return await(discovery.find(PaymentCall.SERVICE));
    } finally {
      await(discovery.close());
    }
  }

  /** Requests a charge on the bus, as subscription does. */
  Future<JsonObject> call(long subscriptionId, long amount) {
    return call(
        Json.object(new Charge(subscriptionId, "alice", amount, "KRW")),
        tokens.ofService("subscription"));
  }

  /** Sends any request on the bus, with any token, or none. */
  Future<JsonObject> call(Object request, String token) {
    DeliveryOptions options = new DeliveryOptions();
    if (token != null) options.addHeader("Authorization", "Bearer " + token);
    return vertx
        .eventBus()
        .<JsonObject>request(PaymentCall.ADDRESS, request, options)
        .map(reply -> reply.body());
  }

  /** Calls over HTTP. */
  HttpResponse<Buffer> http(HttpMethod method, String path, String token, JsonObject body) {
    var request = client.request(method, address.port(), address.host(), path);
    if (token != null) request.bearerTokenAuthentication(token);
    return await(body == null ? request.send() : request.sendJsonObject(body));
  }

  /** Reads over HTTP in a language. */
  HttpResponse<Buffer> get(String path, String token, String acceptLanguage) {
    return await(
        client
            .get(address.port(), address.host(), path)
            .bearerTokenAuthentication(token)
            .putHeader("Accept-Language", acceptLanguage)
            .send());
  }

  /** Reads over HTTP. */
  HttpResponse<Buffer> get(String path, String token) {
    return http(HttpMethod.GET, path, token, null);
  }

  /** Delivers an event of the subscription service through an outbox and Kafka. */
  void receive(SubscriptionEvent event) {
    await(
        Outbox.append(
            database.pool(),
            List.of(
                new OutboxMessage(
                    Topics.SUBSCRIPTION_EVENTS,
                    event.subscriptionId(),
                    event.getClass().getSimpleName(),
                    event.version(),
                    Instant.now(),
                    Json.object(event),
                    null))));
  }

  /** The stored status of a payment; null when there is none. */
  String status(long subscriptionId) {
    return database.text("select status from payment where subscription_id = " + subscriptionId);
  }

  /** Waits until a payment has this status. */
  void awaitStatus(long subscriptionId, String status) {
    await().until(() -> status.equals(status(subscriptionId)));
  }

  /** How many keys are charged and not refunded. */
  long held() {
    return database.number(
        "select count(*) from simulator_ledger where charged_at is not null and refunded_at is null");
  }

  /** The types of all published events so far, in order for each subscription. */
  Map<Long, String> published() {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            SharedPlatform.kafka().bootstrapServers(),
            "key.deserializer",
            StringDeserializer.class.getName(),
            "value.deserializer",
            ByteArrayDeserializer.class.getName());
    Map<Long, String> types = new TreeMap<>();
    try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(config)) {
      List<TopicPartition> partitions =
          List.of(
              new TopicPartition(topicPrefix + Topics.PAYMENT_EVENTS, 0),
              new TopicPartition(topicPrefix + Topics.PAYMENT_EVENTS, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<String, byte[]> record :
            consumer.poll(java.time.Duration.ofMillis(100))) {
          String type = new String(record.headers().lastHeader("ce_type").value(), UTF_8);
          types.merge(Long.valueOf(record.key()), type, (before, next) -> before + " " + next);
        }
      }
    }
    return types;
  }

  @Override
  public void close() {
    client.close();
    await(vertx.close());
    database.close();
  }
}
