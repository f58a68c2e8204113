package insurancecontract.view;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.kafka.Publisher;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Topics;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.TestDatabase;
import insurancecontract.testing.Tokens;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Source;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The view as it is deployed, with a database and topics of its own, and the other services' pen.
 */
final class RunningView implements AutoCloseable {
  private static final Map<Source, String> TOPICS =
      Map.of(
          Source.SUBSCRIPTION, Topics.SUBSCRIPTION_EVENTS,
          Source.PAYMENT, Topics.PAYMENT_EVENTS,
          Source.UNDERWRITING, Topics.UNDERWRITING_EVENTS);

  private final Vertx vertx = Vertx.vertx();
  private final JsonObject values;
  private final SettingsSource settings;
  private final KafkaSettings kafka;
  private final Publisher publisher;
  private final WebClient client = WebClient.create(vertx);
  private final Tokens tokens = new Tokens(vertx);
  private String deployment;

  /** Deploys it; {@code more} settings stand above the usual ones. */
  RunningView(JsonObject more) {
    this(usual(), more);
  }

  private RunningView(JsonObject usual, JsonObject more) {
    values = usual.copy().mergeIn(tokens.settings()).mergeIn(more);
    settings = SettingsSource.fixed(values);
    kafka = settings.bind("VIEW", KafkaSettings::from).get();
    publisher = new Publisher(vertx, kafka, "the-other-services");
    deploy();
  }

  private static JsonObject usual() {
    return TestDatabase.settings(SharedPlatform.database("view"))
        .put("HTTP_REQUEST_TIMEOUT_MS", 60_000)
        .put("KAFKA_BOOTSTRAP_SERVERS", SharedPlatform.kafka().bootstrapServers())
        .put("KAFKA_TOPIC_PREFIX", UUID.randomUUID() + ".")
        .put("KAFKA_PARTITIONS", 3)
        .put("HTTP_HOST", "127.0.0.1")
        .put("HTTP_PORT", 0)
        .put("MANAGEMENT_PORT", 0);
  }

  /** Another process of the same view: the same database, topics and group. */
  RunningView another() {
    return new RunningView(values, new JsonObject());
  }

  /** Starts it, again after {@link #undeploy()}. */
  void deploy() {
    deployment = await(vertx.deployVerticle(new ViewVerticle(settings)));
  }

  /** Stops it. */
  void undeploy() {
    done(vertx.undeploy(deployment));
  }

  /** Someone who reads the served rows until they are closed; nobody can replace them meanwhile. */
  PgConnection reader() {
    PostgresSettings postgres = settings.bind("VIEW", PostgresSettings::from).get();
    PgConnection reader = await(PgConnection.connect(vertx, postgres.connectOptions()));
    done(
        reader
            .begin()
            .compose(begun -> reader.query("select from subscription_view limit 1").execute()));
    return reader;
  }

  Vertx vertx() {
    return vertx;
  }

  KafkaSettings kafka() {
    return kafka;
  }

  /** Announces facts, in their order within each topic, and waits until the broker has them. */
  void announce(List<Fact> facts) {
    done(announcing(facts));
  }

  /** Announces facts; completes when the broker has them. */
  Future<Void> announcing(List<Fact> facts) {
    return publisher.send(
        facts.stream()
            .map(
                fact ->
                    record(TOPICS.get(fact.source()), fact.type(), fact, Json.object(fact.event())))
            .toList());
  }

  /** Announces something in the name of a fact that may be anything. */
  Future<Void> send(String topic, String type, Fact like, JsonObject data) {
    return publisher.send(List.of(record(topic, type, like, data)));
  }

  private ProducerRecord<String, byte[]> record(
      String topic, String type, Fact like, JsonObject data) {
    return CloudEvents.record(
        kafka,
        "tests",
        new OutboxMessage(
            topic,
            like.event().subscriptionId(),
            type,
            like.event().version(),
            like.at(),
            data,
            null));
  }

  /** A token of someone with these claims. */
  String token(String subject, String role, JsonObject claims) {
    return tokens.of(subject, role, claims);
  }

  /** A token that soon ends. */
  String brief(String subject, String role, int seconds) {
    return tokens.expiring(subject, role, seconds);
  }

  /** Where it listens. */
  int port() {
    Discovery discovery = new Discovery(vertx);
    return await(
        discovery
            .find("view")
            .map(found -> ((HttpAddress) found.get(0)).port())
            .eventually(discovery::close));
  }

  /** Does something to its database that nobody but its owner could do. */
  void run(String statement) {
    done(query(statement));
  }

  /** The number that a query of its database finds. */
  long count(String query) {
    return await(query(query)).iterator().next().getLong(0);
  }

  private Future<RowSet<Row>> query(String statement) {
    PostgresSettings postgres = settings.bind("VIEW", PostgresSettings::from).get();
    return PgConnection.connect(vertx, postgres.connectOptions())
        .compose(connection -> connection.query(statement).execute().eventually(connection::close));
  }

  /** Ends the connections over which it hears that there is something to read. */
  void cutSignals() {
    run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where query ilike 'listen%' and usename = current_user");
  }

  /** A token of a customer, a supervisor or an operator. */
  String token(String subject, String role) {
    return token(subject, role, new JsonObject());
  }

  HttpResponse<Buffer> get(String token, String path) {
    return await(call(HttpMethod.GET, token, path));
  }

  HttpResponse<Buffer> post(String token, String path) {
    return await(call(HttpMethod.POST, token, path));
  }

  HttpResponse<Buffer> post(String token, String path, JsonObject body) {
    return await(call(HttpMethod.POST, token, path, body.toBuffer()));
  }

  /** Calls the view where discovery says that it is. */
  Future<HttpResponse<Buffer>> call(HttpMethod method, String token, String path) {
    return call(method, token, path, Buffer.buffer());
  }

  private Future<HttpResponse<Buffer>> call(
      HttpMethod method, String token, String path, Buffer body) {
    Discovery discovery = new Discovery(vertx);
    return discovery
        .find("view")
        .compose(
            found -> {
              HttpAddress at = (HttpAddress) found.get(0);
              var request = client.request(method, at.port(), at.host(), path);
              if (token != null) request.bearerTokenAuthentication(token);
              if (body.length() > 0) request.putHeader("Content-Type", "application/json");
              return body.length() == 0 ? request.send() : request.sendBuffer(body);
            })
        .eventually(discovery::close);
  }

  @Override
  public void close() {
    undeploy();
    done(publisher.close());
    done(vertx.close());
  }
}
