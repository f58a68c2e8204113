package insurancecontract.chassis.parked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Messaging;
import insurancecontract.chassis.Service;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.kafka.EventBridge;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.chassis.kafka.Publisher;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.embedded.SharedPlatform;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParkedIT {
  private static final String TOPIC = "orders";

  private final KafkaSettings kafka = Messaging.kafka(SharedPlatform.kafka().bootstrapServers());
  private final PostgresSettings postgres = Service.postgres();
  private final Service service = new Service("shop");
  private final Publisher publisher = new Publisher(service.vertx(), kafka, "test");
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<InboundEvent> applied = new CopyOnWriteArrayList<>();
  private volatile Throwable trouble = new IllegalStateException("no such shelf");
  private int port;

  private record Reply(int status, JsonObject body) {}

  @BeforeEach
  void start() {
    service.await(() -> KafkaTopics.create(service.vertx(), kafka, List.of(TOPIC)));
    Parking parking = Messaging.parking(service, postgres);
    service.start(new EventBridge(service.context(), kafka, parking, Map.of(TOPIC, this::apply)));
    var http =
        new HttpService(
            service.context(),
            new HttpSettings(
                "127.0.0.1",
                "127.0.0.1",
                0,
                65_536,
                8_192,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2)),
            new ParkedRoutes(parking)::mount);
    service.start(http);
    port = http.port();
  }

  @AfterEach
  void stop() {
    service.await(publisher::close);
    service.close();
  }

  private Future<Void> apply(List<InboundEvent> batch) {
    if (trouble != null) return Future.failedFuture(trouble);
    applied.addAll(batch);
    return Future.succeededFuture();
  }

  @Test
  void a_message_that_cannot_be_applied_is_listed_retried_and_recorded() {
    send(List.of(message("7", "{\"orderId\":7}")));
    JsonObject waiting = awaitParked(1).getJsonObject(0);
    assertThat(waiting.getString("service")).isEqualTo("shop");
    assertThat(waiting.getString("kind")).isEqualTo("message");
    assertThat(waiting.getLong("subject")).isEqualTo(7);
    assertThat(waiting.getString("reason")).contains("no such shelf");
    assertThat(waiting.getJsonObject("detail").getString("topic")).isEqualTo(TOPIC);
    assertThat(waiting.getJsonObject("detail").getString("data")).isEqualTo("{\"orderId\":7}");
    String path = "/parked/shop/" + waiting.getLong("parkedId");

    Reply stillFails = post(path + "/retry", "is it repaired?");
    assertThat(stillFails.status()).isEqualTo(409);
    assertThat(stillFails.body().getString("code")).isEqualTo("STILL_FAILS");
    assertThat(stillFails.body().getString("detail")).contains("no such shelf");
    trouble = ClosedConnectionException.INSTANCE;
    assertThat(post(path + "/retry", "again").status()).isEqualTo(503);
    assertThat(parked("")).hasSize(1);

    trouble = null;
    Reply done = post(path + "/retry", "the shelf stands");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.body().getString("status")).isEqualTo("RETRIED");
    assertThat(applied).singleElement().extracting(InboundEvent::subject).isEqualTo(7L);
    assertThat(acts(done.body()))
        .satisfiesExactly(
            act -> assertThat(act).isEqualTo("RETRY otto is it repaired? failed: no such shelf"),
            act -> assertThat(act).startsWith("RETRY otto again failed: "),
            act -> assertThat(act).isEqualTo("RETRY otto the shelf stands done"));

    assertThat(post(path + "/retry", "once more").body().getString("code")).isEqualTo("NOT_PARKED");
    assertThat(parked("")).isEmpty();
    assertThat(parked("?status=ALL&subject=7")).hasSize(1);
    assertThat(parked("?status=ALL&subject=8")).isEmpty();
    assertThat(get(path).body().getJsonArray("acts")).hasSize(3);
  }

  @Test
  void an_unreadable_message_is_listed_unchanged_and_settled() {
    byte[] bytes = {(byte) 0xff, 0, 1};
    trouble = null;
    send(
        List.of(
            new ProducerRecord<>(kafka.named(TOPIC), 0, "no number", bytes),
            new ProducerRecord<>(kafka.named(TOPIC), 0, "9", null),
            message("8", "{}")));
    JsonArray waiting = awaitParked(2);
    assertThat(applied).hasSize(1);
    JsonObject oldest = waiting.getJsonObject(1);
    assertThat(oldest.containsKey("subject")).isFalse();
    assertThat(oldest.getJsonObject("detail").getJsonObject("data").getString("base64"))
        .isEqualTo("/wAB");
    String path = "/parked/shop/" + oldest.getLong("parkedId");

    assertThat(post(path + "/retry", "perhaps").body().getString("detail"))
        .contains("ce_id is missing");
    Reply settled = post(path + "/settle", "nobody misses it");
    assertThat(settled.status()).isEqualTo(200);
    assertThat(settled.body().getString("status")).isEqualTo("SETTLED");
    assertThat(parked("")).hasSize(1);
  }

  @Test
  void a_long_list_has_pages() {
    List<ProducerRecord<String, byte[]>> many = new ArrayList<>();
    for (int i = 1; i <= 5; i++) many.add(message(Integer.toString(i), "{not json"));
    send(many);
    JsonArray all = awaitParked(5);
    assertThat(parked("?limit=2")).hasSize(2);
    assertThat(parked("?limit=4&after=" + all.getJsonObject(3).getLong("parkedId"))).hasSize(1);
  }

  @Test
  void a_column_added_by_a_newer_version_is_ignored() {
    send(List.of(message("7", "{}")));
    String path = "/parked/shop/" + awaitParked(1).getJsonObject(0).getLong("parkedId");
    assertThat(get(path).status()).isEqualTo(200);
    service.await(this::newerColumn);
    assertThat(parked("")).hasSize(1);
    assertThat(get(path).status()).isEqualTo(200);
  }

  private Future<?> newerColumn() {
    Pool newer = Postgres.open(service.vertx(), postgres);
    return newer
        .query("alter table parked add column newer text")
        .execute()
        .eventually(newer::close);
  }

  @Test
  void only_operators_have_access_and_they_give_a_reason() {
    send(List.of(message("7", "{}")));
    JsonObject waiting = awaitParked(1).getJsonObject(0);
    String path = "/parked/shop/" + waiting.getLong("parkedId");
    for (String role : List.of("customer", "underwriter", "supervisor")) {
      assertThat(call("GET", "/parked/shop", null, role).status()).isEqualTo(403);
      assertThat(call("POST", path + "/settle", "{\"why\":\"so\"}", role).status()).isEqualTo(403);
    }
    assertThat(call("POST", path + "/settle", "{}", "operator").status()).isEqualTo(422);
    assertThat(post("/parked/shop/999/settle", "so").status()).isEqualTo(404);
    assertThat(get("/parked/shop/999").status()).isEqualTo(404);
  }

  private ProducerRecord<String, byte[]> message(String key, String data) {
    var record =
        new ProducerRecord<>(kafka.named(TOPIC), 0, key, data.getBytes(StandardCharsets.UTF_8));
    Map.of("ce_id", "orders/" + key, "ce_type", "OrderPlaced", "ce_subject", key)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    record.headers().add("ce_time", "2026-03-01T12:00:00Z".getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private void send(List<ProducerRecord<String, byte[]>> records) {
    service.await(() -> publisher.send(records));
  }

  private JsonArray awaitParked(int count) {
    await().until(() -> parked("").size() == count);
    return parked("");
  }

  private JsonArray parked(String query) {
    Reply reply = get("/parked/shop" + query);
    assertThat(reply.status()).isEqualTo(200);
    return reply.body().getJsonArray("parked");
  }

  private static List<String> acts(JsonObject item) {
    return item.getJsonArray("acts").stream()
        .map(JsonObject.class::cast)
        .map(
            act ->
                String.join(
                    " ",
                    act.getString("act"),
                    act.getString("by"),
                    act.getString("why"),
                    act.getString("outcome")))
        .toList();
  }

  private Reply get(String path) {
    return call("GET", path, null, "operator");
  }

  private Reply post(String path, String why) {
    return call("POST", path, new JsonObject().put("why", why).encode(), "operator");
  }

  private Reply call(String method, String path, String body, String role) {
    String token = service.issuer().token("otto", role);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(answer.statusCode(), new JsonObject(answer.body()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
