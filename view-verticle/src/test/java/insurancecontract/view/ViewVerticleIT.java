package insurancecontract.view;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.contracts.Topics;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.Sagas;
import insurancecontract.view.projection.ViewRow;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewVerticleIT {
  private static final String LIST = "/subscriptionViews";

  private RunningView view;
  private String alice;
  private String bob;
  private String uma;
  private String uwe;
  private String sue;
  private String otto;

  @BeforeEach
  void deploy() {
    view = new RunningView(new JsonObject());
    alice = view.token("alice", "customer");
    bob = view.token("bob", "customer");
    uma = view.token("uma", "underwriter", new JsonObject().put("underwriterId", Sagas.UMA));
    uwe = view.token("uwe", "underwriter", new JsonObject().put("underwriterId", Sagas.UWE));
    sue = view.token("sue", "supervisor");
    otto = view.token("otto", "operator");
  }

  @AfterEach
  void close() {
    view.close();
  }

  @Test
  void announced_facts_become_rows_and_stories_for_those_whom_they_concern() {
    view.announce(Sagas.assigned(7, "alice"));
    JsonObject row = shown(7, 5);
    assertThat(row.getString("subscriptionStatus")).isEqualTo("UNDERWRITING");
    assertThat(row.getString("customerId")).isEqualTo("alice");
    assertThat(row.getLong("premium")).isEqualTo(100_000);
    assertThat(row.getString("paymentStatus")).isEqualTo("APPROVED");
    assertThat(row.getString("underwritingStatus")).isEqualTo("ASSIGNED");
    assertThat(row.getLong("underwriterId")).isEqualTo(Sagas.UMA);
    assertThat(row.getJsonArray("timeline").stream().map(JsonObject.class::cast))
        .extracting(entry -> entry.getString("source") + " " + entry.getString("type"))
        .containsExactly(
            "payment PaymentApproved",
            "subscription SubscriptionCreated",
            "underwriting UnderwritingRegistered",
            "underwriting UnderwriterAssigned",
            "subscription UnderwriterConfirmed");
    assertThat(row.getJsonArray("timeline").getJsonObject(3).getJsonObject("detail"))
        .isEqualTo(
            new JsonObject()
                .put("underwritingId", 7)
                .put("underwritingStatus", "ASSIGNED")
                .put("underwriterId", Sagas.UMA));
    for (String other : List.of(bob, uwe)) {
      assertThat(view.get(other, LIST + "/7").statusCode()).isEqualTo(404);
      assertThat(listed(other, "")).isEmpty();
    }
    for (String mine : List.of(alice, uma, sue, otto)) {
      assertThat(view.get(mine, LIST + "/7").statusCode()).isEqualTo(200);
      assertThat(listed(mine, "")).containsExactly(7L);
    }
  }

  @Test
  void lists_come_in_pages_and_by_wishes() {
    List<Fact> facts = new ArrayList<>();
    for (long id = 1; id <= 5; id++) facts.addAll(Sagas.assigned(id, "alice"));
    facts.addAll(Sagas.assigned(6, "bob"));
    view.announce(facts);
    await().until(() -> listed(sue, "?status=UNDERWRITING").size() == 6);
    HttpResponse<Buffer> first = view.get(sue, LIST + "?limit=4&status=UNDERWRITING");
    String link = first.getHeader("Link");
    assertThat(link).contains("status=UNDERWRITING").endsWith("rel=\"next\"");
    List<Long> pages = new ArrayList<>(ids(first));
    pages.addAll(ids(view.get(sue, link.substring(1, link.indexOf('>')))));
    assertThat(pages).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(listed(otto, "?customerId=bob")).containsExactly(6L);
    assertThat(listed(alice, "?customerId=bob")).isEmpty();
    assertThat(listed(alice, "?status=CONTRACTED")).isEmpty();
    assertThat(listed(alice, "?from=2026-03-01T12:00:00Z&to=2026-03-02T00:00:00Z")).hasSize(5);
    assertThat(listed(alice, "?to=2026-03-01T12:00:00Z")).isEmpty();
    assertThat(listed(sue, "?productName=No%20such%20product")).isEmpty();
  }

  @Test
  void what_cannot_be_asked_is_refused_with_all_that_is_wrong() {
    HttpResponse<Buffer> refused =
        view.get(alice, LIST + "?status=HAPPY&from=yesterday&limit=0&after=x");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.bodyAsJsonObject().getJsonArray("faults").stream())
        .extracting(fault -> ((JsonObject) fault).getString("field"))
        .containsExactlyInAnyOrder("status", "from", "limit", "after");
    assertThat(view.get(null, LIST).statusCode()).isEqualTo(401);
    assertThat(view.get(alice, LIST + "/nothing").statusCode()).isEqualTo(404);
    assertThat(view.get(alice, LIST + "/1").statusCode()).isEqualTo(404);
    assertThat(view.get(view.token("x", "nobody"), LIST).statusCode()).isEqualTo(403);
  }

  @Test
  void whoever_watches_is_told_of_every_change_with_growing_versions() {
    Map<String, Queue<JsonObject>> heard =
        Map.of(
            "subscription-status.7", watch("subscription-status.7"),
            "customer-status.alice", watch("customer-status.alice"),
            "desk-status", watch("desk-status"));
    Queue<JsonObject> elsewhere = watch("customer-status.bob");
    view.announce(Sagas.assigned(7, "alice"));
    JsonObject row = shown(7, 5);
    row.remove("timeline");
    for (Map.Entry<String, Queue<JsonObject>> messages : heard.entrySet()) {
      await().alias(messages.getKey()).until(() -> newest(messages.getValue()).equals(row));
    }
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void an_application_is_shown_once_its_own_facts_have_come_whatever_came_before() {
    List<Fact> facts = Sagas.assigned(7, "alice");
    List<Fact> others =
        facts.stream().filter(fact -> !fact.type().equals("SubscriptionCreated")).toList();
    Queue<JsonObject> heard = watch("desk-status");
    view.announce(others);
    view.announce(Sagas.assigned(8, "alice"));
    // The same partitions carry another one after it, so its facts are merged by then.
    await().until(() -> listed(sue, "").equals(List.of(8L)));
    assertThat(heard).extracting(row -> row.getLong("subscriptionId")).containsOnly(8L);
    view.announce(facts);
    assertThat(shown(7, 5).getString("subscriptionStatus")).isEqualTo("UNDERWRITING");
  }

  @Test
  void what_cannot_be_read_is_put_aside_and_holds_up_nothing() {
    Fact broken = Sagas.assigned(7, "alice").get(0);
    done(
        view.send(
            Topics.PAYMENT_EVENTS, "PaymentApproved", broken, new JsonObject().put("version", 2)));
    done(view.send(Topics.PAYMENT_EVENTS, "PaymentFramed", broken, new JsonObject()));
    view.announce(Sagas.assigned(7, "alice"));
    assertThat(shown(7, 5).getString("paymentStatus")).isEqualTo("APPROVED");
    assertThat(deadLetters(Topics.PAYMENT_EVENTS)).isEqualTo(1);
  }

  @Test
  void a_restart_misses_nothing_and_repeats_nothing() {
    List<Fact> facts = Sagas.of(11, 40);
    view.announce(facts.subList(0, 100));
    view.undeploy();
    view.announce(facts.subList(100, facts.size()));
    view.deploy();
    view.announce(facts.subList(50, 150));
    for (ViewRow row : Fold.fold(facts)) {
      assertThat(shown(row.subscriptionId(), row.facts()).getString("subscriptionStatus"))
          .isEqualTo(row.subscription().status());
    }
  }

  @Test
  void only_an_operator_has_the_rows_made_anew() {
    for (String other : Stream.of(alice, uma, sue).toList()) {
      assertThat(view.post(other, LIST + "/rebuild").statusCode()).isEqualTo(403);
      assertThat(view.get(other, LIST + "/rebuild").statusCode()).isEqualTo(403);
    }
    assertThat(view.get(otto, LIST + "/rebuild").bodyAsJsonObject().getString("state"))
        .isEqualTo("NEVER");
  }

  private JsonObject shown(long id, long facts) {
    return await()
        .until(
            () -> {
              HttpResponse<Buffer> answer = view.get(sue, LIST + "/" + id);
              return answer.statusCode() == 200 ? answer.bodyAsJsonObject() : new JsonObject();
            },
            row -> row.getLong("viewVersion", 0L) == facts);
  }

  private List<Long> listed(String token, String wishes) {
    return ids(view.get(token, LIST + wishes));
  }

  private static List<Long> ids(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonArray rows = answer.bodyAsJsonObject().getJsonArray("subscriptionViews");
    return IntStream.range(0, rows.size())
        .mapToObj(i -> rows.getJsonObject(i).getLong("subscriptionId"))
        .toList();
  }

  private Queue<JsonObject> watch(String address) {
    Queue<JsonObject> heard = new ConcurrentLinkedQueue<>();
    view.vertx()
        .eventBus()
        .<JsonObject>consumer(
            address, message -> heard.add(new JsonObject(message.body().encode())));
    return heard;
  }

  private static JsonObject newest(Queue<JsonObject> heard) {
    return heard.stream()
        .reduce(
            new JsonObject(),
            (one, other) ->
                one.getLong("viewVersion", 0L) > other.getLong("viewVersion") ? one : other);
  }

  private long deadLetters(String topic) {
    KafkaConsumer<String, byte[]> consumer =
        KafkaConsumer.create(view.vertx(), view.kafka().reader("dead-letters"));
    var partition = new TopicPartition(view.kafka().named(topic) + KafkaTopics.DEAD_LETTERS, 0);
    long end = await(consumer.endOffsets(partition));
    done(consumer.close());
    return end;
  }
}
