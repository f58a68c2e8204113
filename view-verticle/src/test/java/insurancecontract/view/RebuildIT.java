package insurancecontract.view;

import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Json;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.Topics;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.Sagas;
import insurancecontract.view.projection.ViewRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.pgclient.PgConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildIT {
  private static final String REBUILD = "/subscriptionViews/rebuild";
  private static final int SUBSCRIPTIONS = 400;

  private final List<Fact> facts = Sagas.of(17, SUBSCRIPTIONS);
  private RunningView view;
  private String otto;

  @BeforeEach
  void deploy() {
    // Small batches, so that there is something to see.
    view = new RunningView(new JsonObject().put("REBUILD_BATCH_MAX", 10));
    otto = view.token("otto", "operator");
  }

  @AfterEach
  void close() {
    view.close();
  }

  @Test
  void rows_are_made_anew_while_events_keep_arriving_and_questions_are_answered() {
    int half = facts.size() / 2;
    view.announce(facts.subList(0, half));
    caughtUpWith(facts.subList(0, half));
    Map<Long, Long> before = versions();
    Map<Long, JsonObject> told = newestTold();
    Queue<String> disturbances = new ConcurrentLinkedQueue<>();
    Asking asking = new Asking(before.size(), disturbances);
    asking.next();

    HttpResponse<Buffer> begun = view.post(otto, REBUILD);
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(begun.bodyAsJsonObject().getString("state")).isEqualTo("RUNNING");
    HttpResponse<Buffer> second = view.post(otto, REBUILD);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.bodyAsJsonObject().getString("code")).isEqualTo("REBUILD_RUNNING");
    Future<Void> arriving = keepAnnouncing(half);

    JsonObject progress = finished();
    done(arriving);
    assertThat(progress.getString("state")).as("%s", progress).isEqualTo("DONE");
    assertThat(progress.getLong("read")).isEqualTo(progress.getLong("total"));
    assertThat(progress.getLong("read")).isGreaterThanOrEqualTo(half);
    assertThat(progress.getInstant("finished")).isAfter(progress.getInstant("started"));
    caughtUpWith(facts);
    done(asking.end());

    assertThat(disturbances).isEmpty();
    List<JsonObject> rows = rows();
    for (JsonObject row : rows) {
      long id = row.getLong("subscriptionId");
      assertThat(row.getLong("viewVersion")).isGreaterThan(before.getOrDefault(id, 0L));
      assertThat(row.getLong("viewVersion")).isGreaterThan(1_000_000);
    }
    // Whoever listened knows what everything looks like that was announced since the rebuild began.
    Map<Long, JsonObject> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.getLong("subscriptionId"), row));
    List<Long> announcedSince =
        facts.subList(half, facts.size()).stream()
            .map(fact -> fact.event().subscriptionId())
            .distinct()
            .toList();
    for (long id : announcedSince) {
      await().untilAsserted(() -> assertThat(look(told.get(id))).isEqualTo(look(byId.get(id))));
    }
  }

  @Test
  void a_rebuild_can_follow_another_and_the_rows_stay_right() {
    view.announce(facts.subList(0, 300));
    caughtUpWith(facts.subList(0, 300));
    for (int generation = 1; generation <= 2; generation++) {
      assertThat(view.post(otto, REBUILD).statusCode()).isEqualTo(202);
      assertThat(finished().getString("state")).isEqualTo("DONE");
      long least = generation * 1_000_000L;
      assertThat(versions().values()).allMatch(version -> version > least);
    }
    view.announce(facts);
    caughtUpWith(facts);
  }

  @Test
  void a_view_that_stops_in_the_middle_serves_the_old_rows_when_it_is_back() {
    view.announce(facts);
    caughtUpWith(facts);
    Map<Long, Long> before = versions();
    PgConnection reader = view.reader();
    assertThat(view.post(otto, REBUILD).statusCode()).isEqualTo(202);
    view.undeploy();
    done(reader.close());
    view.deploy();
    assertThat(versions()).isEqualTo(before);
    JsonObject progress = finished();
    assertThat(progress.getString("state")).isEqualTo("FAILED");
    assertThat(progress.getString("lastError")).contains("stopping");
    assertThat(view.post(otto, REBUILD).statusCode()).isEqualTo(202);
    assertThat(finished().getString("state")).isEqualTo("DONE");
    caughtUpWith(facts);
  }

  @Test
  void a_case_that_cannot_be_made_anew_waits_for_an_operator_and_holds_up_nobody() {
    List<Fact> seven = Sagas.assigned(7, "alice");
    List<Fact> eight = Sagas.assigned(8, "bob");
    List<Fact> both = Stream.of(seven, eight).flatMap(List::stream).toList();
    view.announce(both);
    caughtUpWith(both);
    view.run(
        "alter table subscription_view"
            + " add constraint not_seven check (subscription_id <> 7) not valid");

    assertThat(view.post(otto, REBUILD).statusCode()).isEqualTo(202);
    assertThat(finished().getString("state")).isEqualTo("DONE");
    caughtUpWith(eight);
    List<JsonObject> parked = parked();
    assertThat(parked)
        .hasSameSizeAs(seven)
        .allMatch(item -> item.getLong("subject") == 7)
        .allMatch(item -> item.getString("reason").contains("not_seven"));

    JsonObject why = new JsonObject().put("why", "the table takes it again");
    String retry = "/parked/view/" + parked.get(0).getLong("parkedId") + "/retry";
    assertThat(view.post(otto, retry, why).statusCode()).isEqualTo(409);
    view.run("alter table subscription_view drop constraint not_seven");
    for (JsonObject item : parked) {
      String again = "/parked/view/" + item.getLong("parkedId") + "/retry";
      assertThat(view.post(otto, again, why).statusCode()).isEqualTo(200);
    }
    caughtUpWith(both);
    assertThat(parked()).isEmpty();
  }

  @Test
  void what_could_never_be_merged_is_parked_once_however_often_the_rows_are_made_anew() {
    Fact broken = Sagas.assigned(7, "alice").get(0);
    // A text of PostgreSQL holds no zero.
    JsonObject zero =
        Json.object(new PaymentDeclined(7, 2, 1_007, "DECLINED", 100_000, "KRW", "\0"));
    done(view.send(Topics.PAYMENT_EVENTS, "PaymentDeclined", broken, zero));
    List<Fact> eight = Sagas.assigned(8, "bob");
    view.announce(eight);
    caughtUpWith(eight);
    await().until(() -> parked().size() == 1);

    assertThat(view.post(otto, REBUILD).statusCode()).isEqualTo(202);
    assertThat(finished().getString("state")).isEqualTo("DONE");
    caughtUpWith(eight);
    assertThat(parked()).extracting(item -> item.getLong("subject")).containsExactly(7L);
  }

  private List<JsonObject> parked() {
    JsonArray parked = view.get(otto, "/parked/view").bodyAsJsonObject().getJsonArray("parked");
    return IntStream.range(0, parked.size()).mapToObj(parked::getJsonObject).toList();
  }

  /** A row told before the old rows were replaced is the same in all but its version. */
  private static JsonObject look(JsonObject row) {
    JsonObject look = row == null ? new JsonObject() : row.copy();
    look.remove("viewVersion");
    return look;
  }

  /** Twenty facts, then the next twenty when the broker has them, to the end. */
  private Future<Void> keepAnnouncing(int from) {
    Promise<Void> all = Promise.promise();
    announceFrom(from, all);
    return all.future();
  }

  private void announceFrom(int from, Promise<Void> all) {
    if (from >= facts.size()) {
      all.complete();
      return;
    }
    int to = Math.min(facts.size(), from + 20);
    view.announcing(facts.subList(from, to))
        .onSuccess(sent -> announceFrom(to, all))
        .onFailure(all::fail);
  }

  /** Asks for the newest rows again and again, and notes whatever is not as it should be. */
  private final class Asking {
    private final int rowsAtLeast;
    private final Queue<String> disturbances;
    private final Promise<Void> ended = Promise.promise();
    private final Map<Long, Long> seen = new HashMap<>();
    private volatile boolean ending;

    Asking(int rowsAtLeast, Queue<String> disturbances) {
      this.rowsAtLeast = rowsAtLeast;
      this.disturbances = disturbances;
    }

    void next() {
      if (ending) {
        ended.complete();
        return;
      }
      view.call(HttpMethod.GET, otto, "/subscriptionViews?limit=200")
          .onSuccess(this::look)
          .onFailure(cause -> disturbances.add(cause.toString()))
          .onComplete(answered -> next());
    }

    private void look(HttpResponse<Buffer> answer) {
      if (answer.statusCode() != 200) {
        disturbances.add(answer.statusCode() + " " + answer.bodyAsString());
        return;
      }
      List<JsonObject> rows = rows(answer);
      if (rows.size() < Math.min(200, rowsAtLeast)) disturbances.add(rows.size() + " rows");
      for (JsonObject row : rows) {
        long id = row.getLong("subscriptionId");
        long version = row.getLong("viewVersion");
        if (seen.getOrDefault(id, 0L) > version) {
          disturbances.add(id + " went from " + seen.get(id) + " to " + version);
        }
        seen.put(id, version);
      }
    }

    Future<Void> end() {
      ending = true;
      return ended.future();
    }
  }

  private Map<Long, JsonObject> newestTold() {
    Map<Long, JsonObject> told = new ConcurrentHashMap<>();
    view.vertx()
        .eventBus()
        .<JsonObject>consumer(
            "desk-status",
            message -> {
              JsonObject row = new JsonObject(message.body().encode());
              told.merge(
                  row.getLong("subscriptionId"),
                  row,
                  (one, other) ->
                      one.getLong("viewVersion") > other.getLong("viewVersion") ? one : other);
            });
    return told;
  }

  private JsonObject finished() {
    return await()
        .until(
            () -> view.get(otto, REBUILD).bodyAsJsonObject(),
            progress -> !progress.getString("state").equals("RUNNING"));
  }

  /** The rows equal the fold of the facts, view versions apart from generations included. */
  private void caughtUpWith(List<Fact> announced) {
    Map<Long, String> expected = new HashMap<>();
    for (ViewRow row : Fold.fold(announced)) {
      if (row.isVisible()) {
        expected.put(row.subscriptionId(), row.subscription().status() + " " + row.facts());
      }
    }
    await()
        .untilAsserted(
            () -> {
              Map<Long, String> shown = new HashMap<>();
              for (JsonObject row : rows()) {
                shown.put(
                    row.getLong("subscriptionId"),
                    row.getString("subscriptionStatus")
                        + " "
                        + row.getLong("viewVersion") % 1_000_000);
              }
              assertThat(shown).isEqualTo(expected);
            });
  }

  private Map<Long, Long> versions() {
    Map<Long, Long> versions = new HashMap<>();
    rows().forEach(row -> versions.put(row.getLong("subscriptionId"), row.getLong("viewVersion")));
    return versions;
  }

  private List<JsonObject> rows() {
    List<JsonObject> all = new ArrayList<>();
    String path = "/subscriptionViews?limit=200";
    while (path != null) {
      HttpResponse<Buffer> page = view.get(otto, path);
      all.addAll(rows(page));
      String link = page.getHeader("Link");
      path = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    return all;
  }

  private static List<JsonObject> rows(HttpResponse<Buffer> answer) {
    JsonArray rows = answer.bodyAsJsonObject().getJsonArray("subscriptionViews");
    return IntStream.range(0, rows.size()).mapToObj(rows::getJsonObject).toList();
  }
}
