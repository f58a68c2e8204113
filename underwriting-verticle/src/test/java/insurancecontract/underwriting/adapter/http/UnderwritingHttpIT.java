package insurancecontract.underwriting.adapter.http;

import static insurancecontract.underwriting.DeployedDesk.UMA;
import static insurancecontract.underwriting.DeployedDesk.UWE;
import static insurancecontract.underwriting.DeployedDesk.underwriter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.underwriting.DeployedDesk;
import insurancecontract.underwriting.DeployedDesk.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnderwritingHttpIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static DeployedDesk desk;
  private static long lastSubscription;

  /** On the desk of {@link #mine}; {@link #other} is the other underwriter. */
  private JsonObject theCase;

  private long id;
  private String mine;
  private String other;

  @BeforeAll
  static void deploy(@TempDir Path directory) {
    desk =
        new DeployedDesk(
            directory,
            new JsonArray().add(underwriter(UMA, "uma", 500)).add(underwriter(UWE, "uwe", 500)));
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @BeforeEach
  void a_case_of_alice() {
    long subscription = ++lastSubscription;
    desk.paid(subscription, "alice");
    theCase = await().atMost(SOON).until(() -> newest("sue"), newest -> isOf(newest, subscription));
    id = theCase.getLong("underwritingId");
    boolean umas = theCase.getLong("underwriterId") == UMA;
    mine = umas ? "uma" : "uwe";
    other = umas ? "uwe" : "uma";
  }

  private static JsonObject newest(String user) {
    JsonArray cases = desk.get(user, "/underwritings?limit=1").body().getJsonArray("underwritings");
    return cases.isEmpty() ? new JsonObject() : cases.getJsonObject(0);
  }

  private static boolean isOf(JsonObject newest, long subscription) {
    return newest.getLong("subscriptionId", 0L) == subscription;
  }

  private Reply post(String user, String action, JsonObject body) {
    return desk.send(user, "POST", "/underwritings/" + id + "/" + action, body);
  }

  private Reply patch(String user, JsonObject body) {
    return desk.send(user, "PATCH", "/underwritings/" + id, body);
  }

  private static List<String> faultyFields(Reply reply) {
    JsonArray faults = reply.body().getJsonArray("faults", new JsonArray());
    return IntStream.range(0, faults.size())
        .mapToObj(i -> faults.getJsonObject(i).getString("field"))
        .toList();
  }

  @Test
  void a_case_says_what_it_is_about_and_who_has_it() {
    JsonObject shown = desk.get(mine, "/underwritings/" + id).body();

    assertThat(shown.copy().fieldNames())
        .containsExactlyInAnyOrder(
            "underwritingId",
            "underwritingStatus",
            "underwriterId",
            "subscriptionId",
            "paymentId",
            "customerId",
            "productName",
            "premium",
            "currency",
            "registeredAt",
            "assignedAt");
    assertThat(shown.getString("underwritingStatus")).isEqualTo("ASSIGNED");
    assertThat(shown.getLong("premium")).isEqualTo(30_000);
    assertThat(shown.getLong("paymentId")).isEqualTo(shown.getLong("subscriptionId") + 1_000);
  }

  @ParameterizedTest
  @CsvSource({"alice, 200", "bob, 404", "mine, 200", "other, 404", "sue, 200", "otto, 200"})
  void everyone_sees_only_the_own_cases(String who, int status) {
    assertThat(desk.get(name(who), "/underwritings/" + id).status()).isEqualTo(status);
  }

  private String name(String who) {
    return who.equals("mine") ? mine : who.equals("other") ? other : who;
  }

  @Test
  void lists_hold_only_the_own_cases() {
    long subscription = theCase.getLong("subscriptionId");

    assertThat(isOf(newest("alice"), subscription)).isTrue();
    assertThat(isOf(newest(mine), subscription)).isTrue();
    assertThat(isOf(newest(other), subscription)).isFalse();
    assertThat(newest("bob").isEmpty()).isTrue();
  }

  @Test
  void a_supervisor_narrows_the_list_to_a_desk_and_a_status() {
    Reply approved = post(mine, "approve", null);
    String query = "/underwritings?limit=1&status=APPROVED&underwriterId=";

    JsonArray found =
        desk.get("sue", query + approved.body().getLong("underwriterId"))
            .body()
            .getJsonArray("underwritings");

    assertThat(found.getJsonObject(0).getLong("underwritingId")).isEqualTo(id);
  }

  @Test
  void an_underwriter_does_not_look_at_another_desk() {
    long others = mine.equals("uma") ? UWE : UMA;

    assertThat(desk.get(mine, "/underwritings?underwriterId=" + others).status()).isEqualTo(403);
  }

  @Test
  void pages_link_to_the_next_one() {
    desk.paid(++lastSubscription, "alice");
    await().atMost(SOON).until(() -> isOf(newest("sue"), lastSubscription));

    Reply page = desk.get("sue", "/underwritings?limit=1");

    assertThat(page.headers().get("Link").get(0))
        .isEqualTo("</underwritings?limit=1&after=" + (id + 1) + ">; rel=\"next\"");
  }

  @ParameterizedTest
  @CsvSource({"status=ABSENT", "status=approved", "limit=0", "after=x", "underwriterId=-1"})
  void invalid_query_parameters_are_refused(String query) {
    assertThat(desk.get("sue", "/underwritings?" + query).status()).isEqualTo(422);
  }

  @Test
  void the_underwriter_approves() {
    Reply reply = post(mine, "approve", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getString("underwritingStatus")).isEqualTo("APPROVED");
    assertThat(reply.body().getString("decidedAt")).isNotNull();
  }

  @Test
  void the_underwriter_refuses_with_a_reason() {
    Reply reply = post(mine, "refuse", new JsonObject().put("reason", "too risky"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getString("underwritingStatus")).isEqualTo("REFUSED");
    assertThat(reply.body().getString("reason")).isEqualTo("too risky");
  }

  @Test
  void a_refusal_needs_a_reason() {
    assertThat(post(mine, "refuse", new JsonObject()).status()).isEqualTo(422);
    assertThat(post(mine, "refuse", new JsonObject().put("reason", "  ")).status()).isEqualTo(422);
    assertThat(post(mine, "refuse", new JsonObject().put("reason", "x".repeat(501))).status())
        .isEqualTo(422);
    assertThat(post(mine, "refuse", new JsonObject().put("reason", 7)).status()).isEqualTo(422);
  }

  @Test
  void a_reason_is_a_text_that_can_be_stored_and_shown_again() {
    String path = "/underwritings/" + id + "/refuse";

    assertThat(desk.sendText(mine, "POST", path, "{\"reason\":\"a\\u0000b\"}").status())
        .isEqualTo(422);
    assertThat(post(mine, "refuse", new JsonObject().put("reason", "위험 😀")).status())
        .isEqualTo(200);
  }

  @Test
  void a_decision_is_final_and_its_repeat_a_no_op() {
    assertThat(post(mine, "approve", null).status()).isEqualTo(200);

    Reply repeated = post(mine, "approve", null);
    Reply late = post("sue", "refuse", new JsonObject().put("reason", "no"));

    assertThat(repeated.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body().getString("code")).isEqualTo("ALREADY_DECIDED");
    assertThat(late.body().getString("detail")).contains("approved");
  }

  @ParameterizedTest
  @CsvSource({"alice, 403", "otto, 403", "other, 404", "sue, 200"})
  void not_everyone_decides(String who, int status) {
    assertThat(post(name(who), "approve", null).status()).isEqualTo(status);
  }

  @Test
  void a_supervisor_reassigns_and_the_previous_underwriter_no_longer_sees_the_case() {
    long others = mine.equals("uma") ? UWE : UMA;

    Reply reply = post("sue", "assign", new JsonObject().put("underwriterId", others));

    assertThat(reply.body().getLong("underwriterId")).isEqualTo(others);
    assertThat(desk.get(mine, "/underwritings/" + id).status()).isEqualTo(404);
    assertThat(post(mine, "approve", null).status()).isEqualTo(404);
    assertThat(post(other, "approve", null).status()).isEqualTo(200);
  }

  @Test
  void only_supervisors_reassign_and_only_to_known_underwriters() {
    JsonObject toUma = new JsonObject().put("underwriterId", UMA);

    assertThat(post(mine, "assign", toUma).status()).isEqualTo(403);
    Reply unknown = post("sue", "assign", new JsonObject().put("underwriterId", 99));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.body().getString("code")).isEqualTo("UNKNOWN_UNDERWRITER");
    assertThat(post("sue", "assign", new JsonObject()).status()).isEqualTo(422);
  }

  @Test
  void the_legacy_command_approves_with_the_application_as_a_text() {
    Reply reply =
        patch(
            mine,
            new JsonObject()
                .put("underwritingStatus", "approveSubscription")
                .put("subscriptionId", theCase.getLong("subscriptionId").toString()));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getString("underwritingStatus")).isEqualTo("APPROVED");
  }

  @Test
  void the_legacy_command_refuses_without_a_reason() {
    Reply reply =
        patch(
            mine,
            new JsonObject()
                .put("underwritingStatus", "refuseSubscription")
                .put("subscriptionId", theCase.getLong("subscriptionId")));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getString("underwritingStatus")).isEqualTo("REFUSED");
    assertThat(reply.body().getString("reason")).isEqualTo("not stated");
  }

  @Test
  void the_legacy_command_refuses_the_id_of_another_application() {
    Reply reply =
        patch(
            mine,
            new JsonObject()
                .put("underwritingStatus", "approveSubscription")
                .put("subscriptionId", theCase.getLong("subscriptionId") + 1));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(faultyFields(reply)).containsExactly("subscriptionId");
  }

  @Test
  void all_faults_of_a_body_are_named_at_once() {
    Reply reply =
        patch(
            mine,
            new JsonObject()
                .put("underwritingStatus", "CONTRACTED")
                .put("subscriptionId", "many")
                .put("underwriterId", 3)
                .put("underwritingId", 4));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(faultyFields(reply))
        .containsExactlyInAnyOrder(
            "underwritingStatus", "subscriptionId", "underwriterId", "underwritingId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{ | 400", "[] | 400", "{} | 422", "{\"underwritingStatus\":5} | 422"})
  void malformed_bodies_are_refused(String body, int status) {
    assertThat(desk.sendText(mine, "PATCH", "/underwritings/" + id, body).status())
        .isEqualTo(status);
  }

  @Test
  void a_request_without_a_token_is_refused() {
    assertThat(desk.get(null, "/underwritings").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "abc", "99999999", "99999999999999999999"})
  void unknown_cases_are_not_found(String unknown) {
    assertThat(desk.get("sue", "/underwritings/" + unknown).status()).isEqualTo(404);
    assertThat(desk.send("sue", "POST", "/underwritings/" + unknown + "/approve", null).status())
        .isEqualTo(404);
  }

  @Test
  void an_underwriter_whose_token_has_no_underwriter_id_sees_and_decides_nothing() {
    assertThat(desk.get("deskless", "/underwritings").status()).isEqualTo(403);
    assertThat(post("deskless", "approve", null).status()).isEqualTo(403);
  }

  @Test
  void customers_do_not_see_the_underwriters() {
    assertThat(desk.get("alice", "/underwriters").status()).isEqualTo(403);
  }

  @Test
  void underwriters_see_themselves_and_supervisors_see_all() {
    JsonArray all = desk.get("sue", "/underwriters").body().getJsonArray("underwriters");
    JsonArray own = desk.get("uwe", "/underwriters").body().getJsonArray("underwriters");

    assertThat(all).hasSize(2);
    assertThat(all.getJsonObject(0).getLong("underwriterId")).isEqualTo(UMA);
    assertThat(all.getJsonObject(0).getInteger("load")).isPositive();
    assertThat(own).hasSize(1);
    assertThat(own.getJsonObject(0).getString("name")).isEqualTo("uwe");
  }

  @Test
  void a_supervisor_changes_a_capacity() {
    Reply reply =
        desk.send("sue", "PATCH", "/underwriters/" + UMA, new JsonObject().put("capacity", 501));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getInteger("capacity")).isEqualTo(501);
  }

  @ParameterizedTest
  @CsvSource({
    "sue, 77001520, -1, 422",
    "sue, 77001520, 10001, 422",
    "sue, 99, 5, 404",
    "uma, 77001520, 5, 403",
    "otto, 77001520, 5, 403"
  })
  void invalid_or_forbidden_changes_of_a_capacity_are_refused(
      String who, long underwriter, int capacity, int status) {
    JsonObject body = new JsonObject().put("capacity", capacity);

    assertThat(desk.send(who, "PATCH", "/underwriters/" + underwriter, body).status())
        .isEqualTo(status);
  }
}
