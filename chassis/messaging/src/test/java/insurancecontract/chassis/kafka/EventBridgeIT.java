package insurancecontract.chassis.kafka;

import static insurancecontract.chassis.kafka.Wire.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Messaging;
import insurancecontract.chassis.Service;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.FaultProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.ClosedConnectionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventBridgeIT {
  private static final String TOPIC = "orders";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final KafkaSettings kafka = Messaging.kafka(SharedPlatform.kafka().bootstrapServers());
  private final Service service = new Service("listener");
  private final Publisher publisher = new Publisher(service.vertx(), kafka, "test");
  @TempDir private Path directory;
  private final List<InboundEvent> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void createTopics() {
    service.await(() -> KafkaTopics.create(service.vertx(), kafka, List.of(TOPIC, "refunds")));
  }

  @AfterEach
  void close() {
    service.await(publisher::close);
    service.close();
  }

  @Test
  void creating_existing_topics_is_a_no_op() {
    service.await(() -> KafkaTopics.create(service.vertx(), kafka, List.of(TOPIC, "refunds")));
  }

  @Test
  void an_event_arrives_as_it_was_sent() {
    start(this::see);
    var data = new JsonObject().put("text", "보험").put("amount", 99_402L);
    var message = new OutboxMessage(TOPIC, 7, "OrderPlaced", 3, NOON, data, "00-aa-bb-01");
    send(List.of(CloudEvents.record(kafka, "shop", message)));
    awaitSeen(1);

    InboundEvent event = seen.get(0);
    assertThat(event.topic()).isEqualTo(TOPIC);
    assertThat(event.id()).isEqualTo("orders/7/3");
    assertThat(event.type()).isEqualTo("OrderPlaced");
    assertThat(event.subject()).isEqualTo(7);
    assertThat(event.time()).isEqualTo(NOON);
    assertThat(event.traceparent()).isEqualTo("00-aa-bb-01");
    assertThat(event.data()).isEqualTo(data);
  }

  @Test
  void batches_are_served_at_the_address_of_service_and_topic() {
    start(this::see);
    InboundEvent event =
        CloudEvents.read(
            kafka,
            new ConsumerRecord<>(
                kafka.named(TOPIC),
                0,
                0L,
                -1L,
                TimestampType.NO_TIMESTAMP_TYPE,
                -1,
                -1,
                "1",
                bytes("{}"),
                event(1, 1).headers(),
                Optional.empty()));
    service.await(
        () ->
            service
                .vertx()
                .eventBus()
                .request(
                    "listener/orders",
                    new InboundBatch(List.of(event)),
                    new DeliveryOptions().setCodecName(InboundBatch.CODEC))
                .mapEmpty());

    assertThat(seen).containsExactly(event);
  }

  @Test
  void events_of_one_subject_follow_each_other_at_once_on_an_idle_system() {
    start(this::see);
    publish(1, 1);
    awaitSeen(1);
    long began = System.nanoTime();
    for (int version = 2; version <= 6; version++) {
      publish(1, version);
      awaitSeen(version);
    }
    // Five round trips; waiting for the end of a poll would take a second for each.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void the_events_of_each_subject_keep_their_order_and_none_is_lost_or_repeated() {
    publishMany(20, 1, 50);
    var busy = new AtomicInteger();
    var overlapped = new AtomicBoolean();
    start(
        batch -> {
          if (busy.incrementAndGet() > 1) overlapped.set(true);
          seen.addAll(batch);
          return service.vertx().timer(1).onComplete(done -> busy.decrementAndGet()).mapEmpty();
        });
    publishMany(20, 51, 100);
    awaitSeen(2_000);

    assertThat(seen).hasSize(2_000);
    assertThat(overlapped).isFalse();
    assertEachInOrder(100);
  }

  @Test
  void the_offset_moves_only_after_the_handler_is_done() {
    Promise<Void> transaction = Promise.promise();
    start(
        batch -> {
          seen.addAll(batch);
          return transaction.future();
        });
    publish(1, 1);
    awaitSeen(1);
    assertThat(Wire.committed(kafka, "listener")).isZero();

    transaction.complete();
    awaitCommitted(1);
  }

  @Test
  void a_transient_failure_is_retried_until_it_succeeds_and_nothing_overtakes_it() {
    var failures = new AtomicInteger();
    start(
        batch ->
            failures.incrementAndGet() <= 3
                ? Future.failedFuture(ClosedConnectionException.INSTANCE)
                : see(batch));
    publish(1, 1);
    publish(1, 2);
    awaitSeen(2);

    assertThat(failures.get()).isGreaterThan(3);
    assertEachInOrder(2);
    assertThat(deadLetters(0)).isEmpty();
  }

  @Test
  void a_poison_event_is_parked_with_its_reason_and_its_neighbours_are_applied() {
    publishMany(5, 1, 2);
    start(
        batch -> {
          if (batch.stream().anyMatch(event -> event.subject() == 3)) {
            throw new IllegalStateException("no such order");
          }
          return see(batch);
        });
    awaitSeen(8);
    List<ConsumerRecord<String, byte[]>> letters = deadLetters(2);
    assertThat(letters).hasSize(2);
    awaitCommitted(10);

    assertThat(seen).hasSize(8).noneMatch(event -> event.subject() == 3);
    assertEachInOrder(2);
    assertThat(letters).extracting(ConsumerRecord::key).containsExactly("3", "3");
    assertThat(header(letters.get(0), "ce_id")).isEqualTo("orders/3/1");
    assertThat(header(letters.get(0), "dlq_reason")).contains("no such order");
    assertThat(header(letters.get(0), "dlq_group")).isEqualTo("listener");
    assertThat(header(letters.get(0), "dlq_partition")).isNotEmpty();
    assertThat(header(letters.get(0), "dlq_offset")).isNotEmpty();
    assertThat(header(letters.get(0), "dlq_time")).startsWith("20");
  }

  @Test
  void an_error_thrown_by_a_handler_is_handled_at_once_like_any_other_failure() {
    start(
        batch -> {
          throw new AssertionError("no evolution");
        });
    publish(1, 1);

    assertThat(header(deadLetters(1).get(0), "dlq_reason")).contains("no evolution");
  }

  @Test
  void unreadable_records_are_parked_unchanged_and_do_not_stop_their_partition() {
    var headless = new ProducerRecord<>(kafka.named(TOPIC), 0, "1", bytes("{}"));
    ProducerRecord<String, byte[]> garbled = raw(bytes("{not json"));
    ProducerRecord<String, byte[]> empty = raw(null);
    ProducerRecord<String, byte[]> odd = raw(bytes("{}"));
    odd.headers().add("nothing", null).add("ce_subject", bytes("seven"));
    ProducerRecord<String, byte[]> fine = raw(bytes("{}"));
    send(List.of(headless, garbled, empty, odd, fine));
    start(this::see);
    awaitSeen(1);
    List<ConsumerRecord<String, byte[]>> letters = deadLetters(4);

    assertThat(letters)
        .extracting(letter -> header(letter, "dlq_reason"))
        .satisfiesExactly(
            reason -> assertThat(reason).contains("ce_id is missing"),
            reason -> assertThat(reason).contains("not a JSON object"),
            reason -> assertThat(reason).contains("no data"),
            reason -> assertThat(reason).contains("seven"));
    assertThat(letters.get(1).value()).isEqualTo(bytes("{not json"));
    assertThat(letters.get(2).value()).isNull();
    awaitCommitted(5);
  }

  @Test
  void after_a_restart_it_resumes_where_it_stopped() {
    var first = new Service("listener");
    first.start(
        new EventBridge(
            first.context(), kafka, Messaging.parking(first), Map.of(TOPIC, this::see)));
    publishMany(3, 1, 5);
    awaitSeen(15);
    first.close();

    publishMany(3, 6, 10);
    start(this::see);
    awaitSeen(30);
    assertThat(seen).hasSize(30);
    assertEachInOrder(10);
  }

  @Test
  void a_batch_in_flight_when_it_stops_is_not_lost() {
    var first = new Service("listener");
    var never = new CopyOnWriteArrayList<InboundEvent>();
    first.start(
        new EventBridge(
            first.context(),
            kafka,
            Messaging.parking(first),
            Map.of(
                TOPIC,
                batch -> {
                  never.addAll(batch);
                  return Future.failedFuture(ClosedConnectionException.INSTANCE);
                })));
    publish(1, 1);
    await().until(() -> !never.isEmpty());
    long began = System.nanoTime();
    first.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));

    start(this::see);
    awaitSeen(1);
  }

  @Test
  void a_second_member_takes_its_share_and_hands_it_back_without_loss_or_repeat() {
    start(this::slowly);
    var second = new Service("listener");
    var taken = new AtomicInteger();
    second.start(
        new EventBridge(
            second.context(),
            kafka,
            Messaging.parking(second),
            Map.of(
                TOPIC,
                batch -> {
                  taken.addAndGet(batch.size());
                  return slowly(batch);
                })));
    var version = new AtomicInteger();
    await()
        .until(
            () -> {
              publishMany(30, version.incrementAndGet(), version.get());
              return taken.get() > 100;
            });
    second.close();
    publishMany(30, version.get() + 1, version.get() + 5);
    awaitSeen(30 * (version.get() + 5));

    assertThat(seen).hasSize(30 * (version.get() + 5));
    assertEachInOrder(version.get() + 5);
  }

  @Test
  void topics_of_one_service_do_not_block_each_other() {
    Promise<Void> never = Promise.promise();
    service.start(
        new EventBridge(
            service.context(),
            kafka,
            Messaging.parking(service),
            Map.of(TOPIC, batch -> never.future(), "refunds", this::see)));
    publish(1, 1);
    send(
        List.of(
            CloudEvents.record(
                kafka,
                "shop",
                new OutboxMessage("refunds", 1, "Refunded", 1, NOON, new JsonObject(), null))));
    awaitSeen(1);
    assertThat(seen.get(0).type()).isEqualTo("Refunded");
  }

  @Test
  void an_unavailable_broker_is_waited_for_at_the_start_and_later() {
    try (var proxy = new FaultProxy()) {
      KafkaSettings own = Messaging.kafka("127.0.0.1:" + proxy.port());
      service.start(
          new EventBridge(
              service.context(), own, Messaging.parking(service), Map.of(TOPIC, this::see)));
      var sender = new Publisher(service.vertx(), own, "sender");
      EmbeddedKafka first = EmbeddedKafka.start(directory);
      proxy.leadTo(port(first));
      service.await(() -> KafkaTopics.create(service.vertx(), own, List.of(TOPIC)));
      service.await(() -> sender.send(List.of(event(own, 1, 1))));
      awaitSeen(1);
      Wire.awaitCommitted(own, "listener", 1);
      proxy.cut();
      first.close();

      try (var second = EmbeddedKafka.start(directory)) {
        proxy.leadTo(port(second));
        service.await(() -> sender.send(List.of(event(own, 1, 2))));
        awaitSeen(2);
        assertEachInOrder(2);
      }
      service.await(sender::close);
    }
  }

  @Test
  void it_stops_in_time_while_the_broker_is_unavailable() {
    try (var proxy = new FaultProxy()) {
      KafkaSettings nowhere = Messaging.kafka("127.0.0.1:" + proxy.port());
      var lost = new Service("listener");
      lost.start(
          new EventBridge(
              lost.context(), nowhere, Messaging.parking(lost), Map.of(TOPIC, this::see)));
      long began = System.nanoTime();
      lost.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
  }

  private void start(EventHandler handler) {
    service.start(
        new EventBridge(
            service.context(), kafka, Messaging.parking(service), Map.of(TOPIC, handler)));
  }

  private Future<Void> see(List<InboundEvent> batch) {
    seen.addAll(batch);
    return Future.succeededFuture();
  }

  private Future<Void> slowly(List<InboundEvent> batch) {
    return service.vertx().timer(5).compose(elapsed -> see(batch));
  }

  private void awaitSeen(int count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> seen.size() >= count);
  }

  private void publish(long subject, long version) {
    send(List.of(event(subject, version)));
  }

  private void publishMany(int subjects, long firstVersion, long lastVersion) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (long version = firstVersion; version <= lastVersion; version++) {
      for (int subject = 1; subject <= subjects; subject++) records.add(event(subject, version));
    }
    send(records);
  }

  private void send(List<ProducerRecord<String, byte[]>> records) {
    service.await(() -> publisher.send(records));
  }

  private ProducerRecord<String, byte[]> event(long subject, long version) {
    return event(kafka, subject, version);
  }

  private static ProducerRecord<String, byte[]> event(
      KafkaSettings broker, long subject, long version) {
    var data = new JsonObject();
    return CloudEvents.record(
        broker,
        "shop",
        new OutboxMessage(TOPIC, subject, "OrderPlaced", version, NOON, data, null));
  }

  /** With the headers of an event, on partition 0. */
  private ProducerRecord<String, byte[]> raw(byte[] value) {
    return new ProducerRecord<>(kafka.named(TOPIC), 0, "1", value, event(1, 1).headers());
  }

  private void assertEachInOrder(long lastVersion) {
    Map<Long, List<Long>> versions =
        seen.stream()
            .collect(
                Collectors.groupingBy(
                    InboundEvent::subject,
                    Collectors.mapping(EventBridgeIT::version, Collectors.toList())));
    List<Long> all = LongStream.rangeClosed(1, lastVersion).boxed().toList();
    assertThat(versions.values()).allSatisfy(list -> assertThat(list).isEqualTo(all));
  }

  private static int port(EmbeddedKafka broker) {
    return Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);
  }

  private static long version(InboundEvent event) {
    return Long.parseLong(event.id().substring(event.id().lastIndexOf('/') + 1));
  }

  private void awaitCommitted(long events) {
    Wire.awaitCommitted(kafka, "listener", events);
  }

  private List<ConsumerRecord<String, byte[]>> deadLetters(int count) {
    try (Wire letters = Wire.of(kafka, TOPIC + ".dlq", 1)) {
      return letters.await(count);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
