package insurancecontract.subscription;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.Topics;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.TestDatabase;
import insurancecontract.testing.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The deployed service, on a database and topics of its own, seen from outside. */
final class DeployedSubscription implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Vertx vertx;
  private final JsonObject settings;
  private final Tokens tokens;
  private final WebClient client;
  private final Discovery discovery;
  private final KafkaSettings kafka;
  private final Pool database;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<InboundEvent> published = new CopyOnWriteArrayList<>();
  private String deployment;
  private int port;
  private int managementPort;

  /** Deploys it; {@code more} overrides the test's settings. */
  DeployedSubscription(Vertx vertx, JsonObject more) {
    this.vertx = vertx;
    tokens = new Tokens(vertx);
    settings = settings().mergeIn(tokens.settings()).mergeIn(more);
    client = WebClient.create(vertx);
    discovery = new Discovery(vertx);
    SettingsSource source = SettingsSource.fixed(settings);
    kafka = source.bind("SUBSCRIPTION", KafkaSettings::from).get();
    database = Postgres.open(vertx, source.bind("SUBSCRIPTION", PostgresSettings::from).get());
    deploy();
    producer = new KafkaProducer<>(new HashMap<>(kafka.producer("test")));
    consumer = KafkaConsumer.create(vertx, kafka.consumer("test"));
    consumer.handler(record -> published.add(CloudEvents.read(kafka, record.record())));
    done(consumer.subscribe(kafka.named(Topics.SUBSCRIPTION_EVENTS)));
  }

  private static JsonObject settings() {
    return TestDatabase.settings(SharedPlatform.database("subscription"))
        .put("KAFKA_BOOTSTRAP_SERVERS", SharedPlatform.kafka().bootstrapServers())
        .put("KAFKA_TOPIC_PREFIX", "s" + NUMBER.incrementAndGet() + "-")
        .put("KAFKA_PARTITIONS", 3)
        .put("HTTP_HOST", "127.0.0.1")
        .put("HTTP_PORT", 0)
        .put("MANAGEMENT_PORT", 0);
  }

  /** Starts it on its database; called by the constructor and by tests of a restart. */
  void deploy() {
    deployment =
        await(vertx.deployVerticle(new SubscriptionVerticle(SettingsSource.fixed(settings))));
    port = portOf("subscription");
    managementPort = portOf(Discovery.managementOf("subscription"));
  }

  private int portOf(String name) {
    return await(discovery.find(name)).stream()
        .map(found -> ((Location.HttpAddress) found).port())
        .findFirst()
        .orElseThrow();
  }

  /** Stops it gracefully. */
  void undeploy() {
    done(stopping());
  }

  /** Begins to stop it. */
  Future<Void> stopping() {
    return vertx.undeploy(deployment);
  }

  /** A token as the issuer gives it. */
  String token(String subject, String... roles) {
    return tokens.of(subject, roles);
  }

  /** A request by a customer. */
  HttpRequest<Buffer> as(String customer, HttpMethod method, String path) {
    return by(token(customer, "customer"), method, path);
  }

  /** A request with this token. */
  HttpRequest<Buffer> by(String token, HttpMethod method, String path) {
    return client.request(method, port, "127.0.0.1", path).bearerTokenAuthentication(token);
  }

  /** What it reports about itself, ready or not. */
  HttpResponse<Buffer> health() {
    return await(client.get(managementPort, "127.0.0.1", "/health/ready").send());
  }

  /** Alice applies. */
  Future<HttpResponse<Buffer>> apply(String productName) {
    return as("alice", HttpMethod.POST, "/subscriptions")
        .sendJsonObject(new JsonObject().put("productName", productName));
  }

  /** Alice applies with a key. */
  Future<HttpResponse<Buffer>> apply(String productName, String key) {
    return as("alice", HttpMethod.POST, "/subscriptions")
        .putHeader("Idempotency-Key", key)
        .sendJsonObject(new JsonObject().put("productName", productName));
  }

  /** The application as its customer sees it. */
  JsonObject seen(String customer, long id) {
    return await(as(customer, HttpMethod.GET, "/subscriptions/" + id).send()).bodyAsJsonObject();
  }

  /** The status as its customer sees it. */
  String status(String customer, long id) {
    return seen(customer, id).getString("subscriptionStatus");
  }

  /** The rows that a query of its database returns. */
  List<Row> query(String sql) {
    return StreamSupport.stream(await(database.query(sql).execute()).spliterator(), false).toList();
  }

  /** Changes the service's database directly. */
  void tamper(String sql) {
    done(database.query(sql).execute());
  }

  /** The number that a query of its database returns. */
  long count(String sql) {
    return await(database.query(sql).execute()).iterator().next().getLong(0);
  }

  /** Makes every update of an application fail until the trigger is dropped. */
  Future<?> breakUpdates() {
    return database
        .query(
            """
            create function broken() returns trigger language plpgsql as $$
            begin
              raise exception 'in trouble' using errcode = '53000';
            end $$;
            create trigger broken before update on subscription
              for each statement execute function broken();
            """)
        .execute();
  }

  /** Publishes an event of another service. */
  void publish(String topic, Event event, String traceparent) {
    OutboxMessage message =
        new OutboxMessage(
            topic,
            event.subscriptionId(),
            EventTypes.of(event.getClass()),
            event.version(),
            Instant.now(),
            Json.object(event),
            traceparent);
    var unused = producer.send(CloudEvents.record(kafka, "test", message));
  }

  /** Publishes an event whose data makes no sense. */
  void publishNonsense(String topic, String type, long subject) {
    OutboxMessage message =
        new OutboxMessage(
            topic, subject, type, 1, Instant.now(), new JsonObject().put("no", "sense"), null);
    var unused = producer.send(CloudEvents.record(kafka, "test", message));
  }

  /** The events of one application that the service has published, in order. */
  List<InboundEvent> published(long id) {
    return published.stream().filter(event -> event.subject() == id).toList();
  }

  /** The types of those events. */
  List<String> publishedTypes(long id) {
    return published(id).stream().map(InboundEvent::type).toList();
  }

  @Override
  public void close() {
    undeploy();
    done(consumer.close());
    producer.close();
    done(discovery.close());
    client.close();
    done(database.close());
  }
}
