package insurancecontract.chassis.outbox;

import static insurancecontract.chassis.kafka.Wire.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Messaging;
import insurancecontract.chassis.Service;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.chassis.kafka.Wire;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.FaultProxy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxRelayIT {
  private static final String TOPIC = "orders";
  private static final int PARTITIONS = 3;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  /** It looks so rarely by itself that whatever a test sees in time was caused by a wake-up. */
  private static final RelaySettings SETTINGS =
      new RelaySettings(
          100,
          Duration.ofMinutes(1),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofSeconds(2),
          Duration.ofMillis(200));

  private final Database database = SharedPlatform.database("outbox");
  private final PostgresSettings postgres = Service.postgres(database);
  private final KafkaSettings kafka = Messaging.kafka(SharedPlatform.kafka().bootstrapServers());
  private final Service service = new Service("shop");
  private final Wire wire = Wire.of(kafka, TOPIC, PARTITIONS);
  private Pool pool;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() {
    service.await(() -> Postgres.migrate(service.vertx(), postgres, "db/outbox"));
    service.await(() -> KafkaTopics.create(service.vertx(), kafka, List.of(TOPIC)));
    pool = Postgres.open(service.vertx(), postgres);
  }

  @AfterEach
  void close() {
    wire.close();
    service.close();
  }

  @Test
  void migrating_again_is_a_no_op() {
    service.await(() -> Postgres.migrate(service.vertx(), postgres, "db/outbox"));
  }

  @Test
  void an_event_is_published_as_a_cloud_event() {
    start(kafka);
    var data = new JsonObject().put("text", "보험").put("amount", 99_402L);
    append(List.of(new OutboxMessage(TOPIC, 7, "OrderPlaced", 3, NOON, data, "00-aa-bb-01")));
    ConsumerRecord<String, byte[]> record = wire.await(1).get(0);

    assertThat(record.key()).isEqualTo("7");
    assertThat(new JsonObject(Buffer.buffer(record.value()))).isEqualTo(data);
    assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(record, "ce_id")).isEqualTo("orders/7/3");
    assertThat(header(record, "ce_type")).isEqualTo("insurancecontract.OrderPlaced.v1");
    assertThat(header(record, "ce_source")).isEqualTo("/shop");
    assertThat(header(record, "ce_subject")).isEqualTo("7");
    assertThat(header(record, "ce_time")).isEqualTo("2026-03-01T12:00:00.123456Z");
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(header(record, "traceparent")).isEqualTo("00-aa-bb-01");
    awaitEmpty();
  }

  @Test
  void a_commit_wakes_it_at_once() {
    start(kafka);
    appendVersions(1, 1);
    assertThat(wire.await(1)).isNotEmpty();
    for (int version = 2; version <= 6; version++) {
      appendVersions(1, version);
      assertThat(wire.await(version)).isNotEmpty();
    }
    awaitEmpty();
  }

  @Test
  void nothing_of_a_transaction_that_was_rolled_back_is_published() {
    start(kafka);
    service.await(
        () ->
            pool.withTransaction(
                    tx ->
                        Outbox.append(tx, List.of(event(1, 1)))
                            .compose(done -> Future.failedFuture("changed my mind")))
                .transform(rolledBack -> Future.succeededFuture()));
    appendVersions(1, 2);

    assertThat(wire.await(1))
        .extracting(record -> header(record, "ce_id"))
        .containsExactly("orders/1/2");
  }

  @Test
  void a_backlog_from_before_the_start_is_published_in_order() {
    for (int version = 1; version <= 60; version++) appendVersions(20, version);
    start(kafka);
    assertEachInOrder(wire.await(1_200), 60);
    awaitEmpty();
    assertThat(wire.await(1_200)).hasSize(1_200);
  }

  @Test
  void a_relay_whose_connections_are_killed_recovers_and_loses_nothing() throws SQLException {
    start(kafka);
    for (int version = 1; version <= 30; version++) {
      appendVersions(10, version);
      if (version % 10 == 0) killConnections();
    }
    awaitEmpty();
    assertEachInOrder(withoutRepeats(wire.await(300)), 30);
  }

  @Test
  void of_two_relays_one_is_active_and_the_other_takes_over() throws SQLException {
    start(kafka);
    appendVersions(5, 1);
    assertThat(wire.await(5)).isNotEmpty();
    var other = new Service("shop");
    other.start(new OutboxRelay(other.context(), postgres, kafka, SETTINGS));
    for (int version = 2; version <= 20; version++) appendVersions(5, version);
    assertThat(wire.await(100)).hasSize(100);
    assertThat(locks()).isEqualTo(1);

    service.close();
    pool = Postgres.open(other.vertx(), postgres);
    for (int version = 21; version <= 40; version++) {
      List<OutboxMessage> messages = versions(5, version);
      other.await(() -> Outbox.append(pool, messages));
    }
    assertEachInOrder(wire.await(200), 40);
    other.close();
  }

  @Test
  void commits_beside_a_standby_relay_wake_the_active_one() throws SQLException {
    start(kafka);
    appendVersions(1, 1);
    assertThat(wire.await(1)).isNotEmpty();
    var other = new Service("shop");
    other.start(new OutboxRelay(other.context(), postgres, kafka, SETTINGS));
    Pool others = Postgres.open(other.vertx(), postgres);
    for (int version = 2; version <= 100; version++) {
      List<OutboxMessage> messages = versions(1, version);
      other.await(() -> others.withTransaction(tx -> Outbox.append(tx, messages)));
    }
    assertEachInOrder(wire.await(100), 100);
    assertThat(locks()).isEqualTo(1);
    other.close();
  }

  @Test
  void commits_of_a_process_without_a_relay_wake_it_too() {
    start(kafka);
    appendVersions(1, 1);
    assertThat(wire.await(1)).isNotEmpty();
    var other = new Service("tool");
    Pool others = Postgres.open(other.vertx(), postgres);
    other.await(() -> others.withTransaction(tx -> Outbox.append(tx, versions(1, 2))));
    other.await(() -> Outbox.append(others, versions(1, 3)));
    assertEachInOrder(wire.await(3), 3);
    other.close();
  }

  @Test
  void writes_without_a_transaction_wake_it_too() {
    start(kafka);
    for (int version = 1; version <= 5; version++) {
      List<OutboxMessage> messages = versions(1, version);
      service.await(() -> Outbox.append(pool, messages));
      assertThat(wire.await(version)).hasSize(version);
    }
  }

  @Test
  void an_unavailable_broker_is_waited_for_and_the_order_is_kept() {
    try (var proxy = new FaultProxy()) {
      var first = EmbeddedKafka.start(directory);
      KafkaSettings own = Messaging.kafka("127.0.0.1:" + proxy.port());
      start(own);
      appendVersions(10, 1);
      proxy.leadTo(port(first));
      service.await(() -> KafkaTopics.create(service.vertx(), own, List.of(TOPIC)));
      awaitEmpty();
      first.close();
      proxy.cut();
      for (int version = 2; version <= 20; version++) appendVersions(10, version);
      try (var second = EmbeddedKafka.start(directory)) {
        proxy.leadTo(port(second));
        awaitEmpty();
        try (Wire after = Wire.of(own, TOPIC, PARTITIONS)) {
          assertEachInOrder(withoutRepeats(after.await(200)), 20);
        }
      }
    }
  }

  @Test
  void it_stops_in_time_while_the_broker_is_unavailable() {
    try (var proxy = new FaultProxy()) {
      KafkaSettings nowhere = Messaging.kafka("127.0.0.1:" + proxy.port());
      var other = new Service("shop");
      other.start(new OutboxRelay(other.context(), postgres, nowhere, SETTINGS));
      await().until(() -> locks() == 1);
      appendVersions(1, 1);
      long began = System.nanoTime();
      other.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
    start(kafka);
    assertThat(wire.await(1)).hasSize(1);
  }

  private void start(KafkaSettings broker) {
    service.start(new OutboxRelay(service.context(), postgres, broker, SETTINGS));
  }

  private static int port(EmbeddedKafka broker) {
    return Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);
  }

  private static OutboxMessage event(long subject, long version) {
    var data = new JsonObject().put("version", version);
    return new OutboxMessage(TOPIC, subject, "OrderPlaced", version, NOON, data, null);
  }

  private static List<OutboxMessage> versions(int subjects, long version) {
    return LongStream.rangeClosed(1, subjects)
        .mapToObj(subject -> event(subject, version))
        .toList();
  }

  /** Retries when its own connection was killed, too. */
  private void append(List<OutboxMessage> messages) {
    await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsMatching(
            killed ->
                killed instanceof ClosedConnectionException
                    || killed.getCause() instanceof IOException)
        .untilAsserted(
            () -> service.await(() -> pool.withTransaction(tx -> Outbox.append(tx, messages))));
  }

  private void appendVersions(int subjects, long version) {
    append(versions(subjects, version));
  }

  private void awaitEmpty() {
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> number("select count(*) from outbox") == 0);
  }

  private static void assertEachInOrder(List<ConsumerRecord<String, byte[]>> records, long last) {
    Map<String, List<Long>> versions =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    ConsumerRecord::key,
                    Collectors.mapping(OutboxRelayIT::version, Collectors.toList())));
    List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
    assertThat(versions.values()).allSatisfy(list -> assertThat(list).isEqualTo(all));
  }

  /** At least once: a repeat begins at something old and goes on in order. */
  private static List<ConsumerRecord<String, byte[]>> withoutRepeats(
      List<ConsumerRecord<String, byte[]>> records) {
    List<String> ids = new ArrayList<>();
    return records.stream()
        .filter(
            record -> {
              String id = header(record, "ce_id");
              return !ids.contains(id) && ids.add(id);
            })
        .toList();
  }

  private static long version(ConsumerRecord<String, byte[]> record) {
    String id = header(record, "ce_id");
    return Long.parseLong(id.substring(id.lastIndexOf('/') + 1));
  }

  private long locks() throws SQLException {
    return number(
        "select count(*) from pg_locks where locktype = 'advisory' and granted and database ="
            + " (select oid from pg_database where datname = current_database())");
  }

  private void killConnections() throws SQLException {
    assertThat(
            number(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '"
                    + database.user()
                    + "' and query not like '%insert%'"))
        .isPositive();
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = SharedPlatform.postgres().connect(database.database());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
