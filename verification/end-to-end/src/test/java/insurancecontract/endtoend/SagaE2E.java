package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.standalone.Platform;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole saga through the gateway, each way that it can end. */
class SagaE2E {
  private static Platform platform;
  private static Api api;

  @BeforeAll
  static void start() {
    platform = TestPlatform.shared().platform();
    api = new Api(platform.address());
  }

  @AfterAll
  static void the_auditor_is_satisfied_and_every_event_is_described() {
    Audited.isSatisfied(platform);
    assertThat(new AsyncApi().describesAllOf(platform)).isNotEmpty();
  }

  @Test
  void an_approved_application_becomes_a_contract() {
    long id = api.apply("alice", "Fisrtcancer");
    long underwriting = api.await("alice", id, "UNDERWRITING").getLong("underwritingId");

    Reply approved = api.post("sue", "/underwritings/" + underwriting + "/approve", null);

    assertThat(approved.status()).isEqualTo(200);
    JsonObject view = api.await("alice", id, "CONTRACTED");
    assertThat(view.getString("paymentStatus")).isEqualTo("APPROVED");
    assertThat(view.getString("underwritingStatus")).isEqualTo("APPROVED");
    assertThat(types(view))
        .contains(
            "PaymentApproved",
            "SubscriptionCreated",
            "UnderwriterAssigned",
            "UnderwriterConfirmed",
            "UnderwritingApproved",
            "SubscriptionContracted");
  }

  @Test
  void a_refused_application_gets_its_money_back() {
    long id = api.apply("bob", "Fisrtcancer3");
    long underwriting = api.await("bob", id, "UNDERWRITING").getLong("underwritingId");

    api.does(
        "sue",
        "/underwritings/" + underwriting + "/refuse",
        new JsonObject().put("reason", "too many risks"));

    api.reaches("bob", id, "REFUSED");
    JsonObject view = api.await("bob", id, "paymentStatus", "CANCELLED");
    assertThat(view.encode()).contains("too many risks");
  }

  @Test
  void a_contract_is_withdrawn_from_within_the_cooling_off_days() {
    long id = contracted("alice");

    Reply withdrawn = api.post("alice", "/subscriptions/" + id + "/withdraw", null);

    assertThat(withdrawn.status()).isEqualTo(202);
    api.reaches("alice", id, "WITHDRAWN");
    api.reaches("alice", id, "paymentStatus", "CANCELLED");
  }

  @Test
  void it_is_too_late_to_cancel_once_an_underwriter_has_it() {
    long id = api.apply("alice", "Fisrtcancer");
    api.reaches("alice", id, "UNDERWRITING");

    Reply late = api.post("alice", "/subscriptions/" + id + "/cancel", null);

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("UNDERWRITING_STARTED");
  }

  @Test
  void a_declined_payment_leaves_nothing_charged() {
    Reply declined =
        api.post("alice", "/subscriptions", new JsonObject().put("productName", "TestDeclined"));

    assertThat(declined.status()).isEqualTo(402);
    assertThat(declined.code()).isEqualTo("PAYMENT_DECLINED");
  }

  @Test
  void a_provider_that_fails_leaves_the_application_given_up() {
    Reply failed =
        api.post("bob", "/subscriptions", new JsonObject().put("productName", "TestFails"));

    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void the_documented_commands_of_old_work_as_they_stand() {
    Reply created =
        api.post(
            "alice",
            "/subscriptions",
            new JsonObject()
                .put("subscriptionStatus", "created")
                .put("productName", "Fisrtcancer3"));
    assertThat(created.status()).isEqualTo(201);
    long id = created.body().getLong("subscriptionId");
    long underwriting = api.await("alice", id, "UNDERWRITING").getLong("underwritingId");

    Reply approved =
        api.patch(
            "sue",
            "//underwritings/" + underwriting,
            new JsonObject()
                .put("underwritingStatus", "approveSubscription")
                .put("subscriptionId", Long.toString(id)));

    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    api.reaches("alice", id, "CONTRACTED");
    Reply misspelt = api.get("alice", "/subsciptionViews");
    assertThat(misspelt.status()).isEqualTo(308);
    assertThat(misspelt.headers().firstValue("location")).contains("/subscriptionViews");
  }

  @Test
  void nobody_sees_what_belongs_to_others() {
    long id = api.apply("alice", "Fisrtcancer");
    JsonObject view = api.await("alice", id, "UNDERWRITING");

    for (String path : List.of("/subscriptions/" + id, "/subscriptionViews/" + id)) {
      assertThat(api.get("bob", path).status()).as(path).isEqualTo(404);
    }
    assertThat(api.get("bob", "/payments/" + view.getLong("paymentId")).status()).isEqualTo(404);
    assertThat(api.post("bob", "/subscriptions/" + id + "/cancel", null).status()).isEqualTo(404);
    assertThat(api.get(null, "/subscriptions").status()).isEqualTo(401);
    assertThat(
            api.post("uma", "/subscriptions", new JsonObject().put("productName", "Fisrtcancer"))
                .status())
        .isEqualTo(403);
    assertThat(api.post("alice", "/payments", new JsonObject().put("subscriptionId", id)).status())
        .isEqualTo(403);
  }

  @Test
  void the_same_idempotency_key_gives_the_same_answer_and_one_charge() {
    JsonObject body = new JsonObject().put("productName", "Fisrtcancer");
    List<CompletableFuture<Reply>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(
          api.callAsync("bob", "POST", "/subscriptions", body, "Idempotency-Key", "the same"));
    }

    List<String> bodies = answers.stream().map(CompletableFuture::join).map(Reply::text).toList();

    assertThat(bodies).containsOnly(bodies.get(0));
    JsonObject other = new JsonObject().put("productName", "Fisrtcancer3");
    assertThat(
            api.call("bob", "POST", "/subscriptions", other, "Idempotency-Key", "the same")
                .status())
        .isEqualTo(422);
  }

  private static long contracted(String customer) {
    long id = api.apply(customer, "Fisrtcancer");
    long underwriting = api.await(customer, id, "UNDERWRITING").getLong("underwritingId");
    api.does("sue", "/underwritings/" + underwriting + "/approve", null);
    api.reaches(customer, id, "CONTRACTED");
    return id;
  }

  private static List<String> types(JsonObject view) {
    JsonArray timeline = view.getJsonArray("timeline");
    return timeline.stream().map(entry -> ((JsonObject) entry).getString("type")).toList();
  }
}
