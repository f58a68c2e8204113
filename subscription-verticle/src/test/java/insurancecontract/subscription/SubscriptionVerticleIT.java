package insurancecontract.subscription;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployed service through its HTTP API, with payment answering on the event bus. */
class SubscriptionVerticleIT {
  private static Vertx vertx;
  private static PaymentStandIn payment;
  private static DeployedSubscription subscription;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    payment = PaymentStandIn.onTheBus(vertx);
    subscription =
        new DeployedSubscription(
            vertx,
            new JsonObject()
                .put("BREAKER_TIMEOUT_MS", 5_000)
                // The breaker has its own tests; here it must stay closed.
                .put("BREAKER_CALLS_MIN", 100_000));
  }

  @AfterAll
  static void close() {
    subscription.close();
    payment.close();
    done(vertx.close());
  }

  @BeforeEach
  void approve() {
    payment.answer(PaymentStandIn::approved);
  }

  private static HttpResponse<Buffer> applied(String productName) {
    return await(subscription.apply(productName));
  }

  private static long paid() {
    return applied("Fisrtcancer").bodyAsJsonObject().getLong("subscriptionId");
  }

  private static HttpResponse<Buffer> post(String customer, String path) {
    return await(subscription.as(customer, HttpMethod.POST, path).send());
  }

  private static String code(HttpResponse<Buffer> response) {
    assertThat(response.getHeader("content-type")).isEqualTo("application/problem+json");
    return response.bodyAsJsonObject().getString("code");
  }

  private static long rows() {
    return subscription.query("select count(*) as rows from subscription").get(0).getLong("rows");
  }

  @Test
  void a_paid_application_is_created() {
    HttpResponse<Buffer> response = applied("Fisrtcancer");

    JsonObject body = response.bodyAsJsonObject();
    long id = body.getLong("subscriptionId");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.getHeader("Location")).isEqualTo("/subscriptions/" + id);
    assertThat(body.getString("subscriptionStatus")).isEqualTo("PAID");
    assertThat(body.getString("customerId")).isEqualTo("alice");
    assertThat(body.getLong("premium")).isEqualTo(30_000);
    assertThat(body.getLong("paymentId")).isEqualTo(id * 10);
    assertThat(subscription.seen("alice", id)).isEqualTo(body);
  }

  @Test
  void payment_is_called_with_the_services_own_credential_and_the_trace() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    HttpResponse<Buffer> response =
        await(
            subscription
                .as("alice", HttpMethod.POST, "/subscriptions")
                .putHeader("traceparent", trace)
                .sendJsonObject(new JsonObject().put("productName", "Fisrtcancer3")));

    PaymentStandIn.Received call = payment.received().get(payment.received().size() - 1);
    long id = response.bodyAsJsonObject().getLong("subscriptionId");
    assertThat(call.charge()).isEqualTo(new Charge(id, "alice", 50_000, "KRW"));
    assertThat(call.traceparent()).isEqualTo(trace);
    assertThat(call.authorization())
        .startsWith("Bearer ")
        .isNotEqualTo("Bearer " + subscription.token("alice", "customer"));
  }

  @Test
  void what_a_client_may_not_set_is_ignored_on_creation() {
    HttpResponse<Buffer> response =
        await(
            subscription
                .as("alice", HttpMethod.POST, "/subscriptions")
                .sendJsonObject(
                    new JsonObject()
                        .put("productName", "Fisrtcancer")
                        .put("subscriptionStatus", "created")
                        .put("subscriptionId", 4_711)
                        .put("premium", 1)));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.bodyAsJsonObject().getLong("subscriptionId")).isNotEqualTo(4_711);
    assertThat(response.bodyAsJsonObject().getLong("premium")).isEqualTo(30_000);
  }

  @Test
  void a_declined_payment_is_answered_with_402_and_its_reason() {
    payment.answer(PaymentStandIn::declined);

    HttpResponse<Buffer> response = applied("Fisrtcancer");

    assertThat(response.statusCode()).isEqualTo(402);
    assertThat(code(response)).isEqualTo("PAYMENT_DECLINED");
    assertThat(response.bodyAsJsonObject().getString("detail")).contains("NO_FUNDS");
  }

  @Test
  void after_a_failed_payment_call_the_application_is_abandoned_with_503() {
    payment.answer(PaymentStandIn::failing);

    HttpResponse<Buffer> response = applied("Fisrtcancer");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isNotNull();
    assertThat(code(response)).isEqualTo("PAYMENT_IN_DOUBT");
  }

  @Test
  void after_a_hanging_payment_call_the_application_is_abandoned_in_time() {
    payment.answer(PaymentStandIn::hanging);

    HttpResponse<Buffer> response = applied("Fisrtcancer");

    long id = payment.received().get(payment.received().size() - 1).charge().subscriptionId();
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(code(response)).isEqualTo("PAYMENT_IN_DOUBT");
    assertThat(subscription.status("alice", id)).isEqualTo("PAYMENT_FAILED");
    assertThat(subscription.seen("alice", id).getString("reason")).isEqualTo("PAYMENT_IN_DOUBT");
  }

  @Test
  void an_answer_that_makes_no_sense_leaves_the_payment_in_doubt() {
    payment.answer(
        charge ->
            Future.succeededFuture(new Charged(charge.subscriptionId(), 1, "REQUESTED", null)));

    assertThat(code(applied("Fisrtcancer"))).isEqualTo("PAYMENT_IN_DOUBT");
  }

  @ParameterizedTest
  @CsvSource({
    "{}, INVALID",
    "{\"productName\": 5}, INVALID",
    "{\"productName\": \"\"}, INVALID",
    "{\"productName\": \"nothing of the kind\"}, UNKNOWN_PRODUCT"
  })
  void an_application_that_is_not_acceptable_is_not_recorded(String body, String code) {
    long before = rows();

    HttpResponse<Buffer> response =
        await(
            subscription
                .as("alice", HttpMethod.POST, "/subscriptions")
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body)));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(code(response)).isEqualTo(code);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void a_name_that_is_too_long_and_a_body_that_is_no_json_are_refused() {
    HttpResponse<Buffer> tooLong = applied("x".repeat(101));
    HttpResponse<Buffer> noJson =
        await(
            subscription
                .as("alice", HttpMethod.POST, "/subscriptions")
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer("{\"productName\":")));

    assertThat(tooLong.statusCode()).isEqualTo(422);
    assertThat(noJson.statusCode()).isEqualTo(400);
  }

  @Test
  void only_customers_apply_cancel_and_withdraw() {
    long id = paid();
    String supervisor = subscription.token("sue", "supervisor");

    HttpResponse<Buffer> applied =
        await(
            subscription
                .by(supervisor, HttpMethod.POST, "/subscriptions")
                .sendJsonObject(new JsonObject().put("productName", "Fisrtcancer")));
    HttpResponse<Buffer> cancelled =
        await(
            subscription
                .by(supervisor, HttpMethod.POST, "/subscriptions/" + id + "/cancel")
                .send());
    HttpResponse<Buffer> withdrawn =
        await(
            subscription
                .by(supervisor, HttpMethod.POST, "/subscriptions/" + id + "/withdraw")
                .send());

    assertThat(List.of(applied.statusCode(), cancelled.statusCode(), withdrawn.statusCode()))
        .containsOnly(403);
  }

  @Test
  void without_a_token_nothing_is_answered() {
    HttpResponse<Buffer> response =
        await(subscription.by("no token", HttpMethod.GET, "/subscriptions").send());

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void another_customers_application_is_not_found() {
    long id = paid();

    HttpResponse<Buffer> seen =
        await(subscription.as("bob", HttpMethod.GET, "/subscriptions/" + id).send());
    HttpResponse<Buffer> cancelled = post("bob", "/subscriptions/" + id + "/cancel");

    assertThat(seen.statusCode()).isEqualTo(404);
    assertThat(cancelled.statusCode()).isEqualTo(404);
    assertThat(subscription.status("alice", id)).isEqualTo("PAID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999", "0", "-1", "x", "99999999999999999999"})
  void an_unknown_id_is_not_found(String id) {
    HttpResponse<Buffer> response =
        await(subscription.as("alice", HttpMethod.GET, "/subscriptions/" + id).send());

    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void cancelling_a_paid_application_again_is_accepted() {
    long id = paid();

    HttpResponse<Buffer> first = post("alice", "/subscriptions/" + id + "/cancel");
    HttpResponse<Buffer> again = post("alice", "/subscriptions/" + id + "/cancel");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.bodyAsJsonObject().getString("subscriptionStatus"))
        .isEqualTo("CANCEL_REQUESTED");
    assertThat(again.statusCode()).isEqualTo(202);
  }

  @Test
  void the_documented_patch_cancels() {
    long id = paid();

    HttpResponse<Buffer> response =
        await(
            subscription
                .as("alice", HttpMethod.PATCH, "/subscriptions/" + id)
                .sendJsonObject(new JsonObject().put("subscriptionStatus", "reqCancel")));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(subscription.status("alice", id)).isEqualTo("CANCEL_REQUESTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"subscriptionStatus\": \"CANCELLED\"}",
        "{\"subscriptionStatus\": \"reqCancel\", \"paymentId\": 1}",
        "{}"
      })
  void any_other_patch_is_refused_and_changes_nothing(String body) {
    long id = paid();

    HttpResponse<Buffer> response =
        await(
            subscription
                .as("alice", HttpMethod.PATCH, "/subscriptions/" + id)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body)));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(subscription.status("alice", id)).isEqualTo("PAID");
  }

  @Test
  void a_refusal_is_worded_in_the_language_of_the_caller() {
    String path = "/subscriptions/" + paid() + "/withdraw";

    HttpResponse<Buffer> response =
        await(
            subscription
                .as("alice", HttpMethod.POST, path)
                .putHeader("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8")
                .send());

    assertThat(code(response)).isEqualTo("NOT_CONTRACTED");
    assertThat(response.getHeader("Content-Language")).isEqualTo("ko");
    assertThat(response.bodyAsJsonObject().getString("detail")).contains("체결된 계약이 없어");
  }

  @Test
  void withdrawing_without_a_contract_is_a_conflict_with_its_reason() {
    HttpResponse<Buffer> response = post("alice", "/subscriptions/" + paid() + "/withdraw");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(code(response)).isEqualTo("NOT_CONTRACTED");
  }

  @Test
  void a_list_shows_the_customers_own_newest_first_page_by_page() {
    String carol = subscription.token("carol", "customer");
    for (int i = 0; i < 3; i++) {
      done(
          subscription
              .by(carol, HttpMethod.POST, "/subscriptions")
              .sendJsonObject(new JsonObject().put("productName", "Fisrtcancer")));
    }

    HttpResponse<Buffer> first =
        await(subscription.by(carol, HttpMethod.GET, "/subscriptions?limit=2").send());
    String next = first.getHeader("Link").replaceAll("<(.*)>.*", "$1");
    HttpResponse<Buffer> second = await(subscription.by(carol, HttpMethod.GET, next).send());

    List<Long> ids = ids(first);
    assertThat(ids).hasSize(2);
    assertThat(ids.get(0)).isGreaterThan(ids.get(1));
    assertThat(ids(second)).hasSize(1).allSatisfy(it -> assertThat(it).isLessThan(ids.get(1)));
    assertThat(second.getHeader("Link")).isNull();
  }

  @Test
  void a_supervisor_sees_everyones_and_may_ask_for_a_status() {
    long id = paid();
    String supervisor = subscription.token("sue", "supervisor");

    HttpResponse<Buffer> all =
        await(subscription.by(supervisor, HttpMethod.GET, "/subscriptions?status=PAID").send());
    HttpResponse<Buffer> unknown =
        await(subscription.by(supervisor, HttpMethod.GET, "/subscriptions?status=paid").send());

    assertThat(ids(all)).contains(id);
    assertThat(unknown.statusCode()).isEqualTo(422);
  }

  private static List<Long> ids(HttpResponse<Buffer> list) {
    JsonArray items = list.bodyAsJsonObject().getJsonArray("subscriptions");
    return IntStream.range(0, items.size())
        .mapToObj(i -> items.getJsonObject(i).getLong("subscriptionId"))
        .toList();
  }

  @Test
  void products_are_listed_for_every_signed_in_caller() {
    String anyone = subscription.token("uma", "underwriter");

    HttpResponse<Buffer> response =
        await(subscription.by(anyone, HttpMethod.GET, "/products").send());

    assertThat(response.bodyAsJsonObject().getJsonArray("products"))
        .contains(
            new JsonObject()
                .put("productName", "Fisrtcancer")
                .put("premium", 30_000)
                .put("currency", "KRW")
                .put("withdrawalDays", 15));
  }

  @Test
  void a_request_with_a_key_gets_its_first_answer_again() {
    HttpResponse<Buffer> first = await(subscription.apply("Fisrtcancer", "again"));
    long id = first.bodyAsJsonObject().getLong("subscriptionId");
    HttpResponse<Buffer> cancelled = post("alice", "/subscriptions/" + id + "/cancel");

    HttpResponse<Buffer> again = await(subscription.apply("Fisrtcancer", "again"));

    assertThat(cancelled.statusCode()).isEqualTo(202);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.getHeader("Location")).isEqualTo(first.getHeader("Location"));
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void declined_requests_and_those_in_doubt_get_their_answers_again() {
    payment.answer(PaymentStandIn::declined);
    HttpResponse<Buffer> declined = await(subscription.apply("Fisrtcancer", "declined"));
    payment.answer(PaymentStandIn::failing);
    HttpResponse<Buffer> inDoubt = await(subscription.apply("Fisrtcancer", "inDoubt"));
    payment.answer(PaymentStandIn::approved);

    HttpResponse<Buffer> declinedAgain = await(subscription.apply("Fisrtcancer", "declined"));
    HttpResponse<Buffer> inDoubtAgain = await(subscription.apply("Fisrtcancer", "inDoubt"));

    assertThat(declinedAgain.statusCode()).isEqualTo(402);
    assertThat(said(declinedAgain)).isEqualTo(said(declined));
    assertThat(inDoubtAgain.statusCode()).isEqualTo(503);
    assertThat(inDoubtAgain.getHeader("Retry-After")).isEqualTo(inDoubt.getHeader("Retry-After"));
    assertThat(said(inDoubtAgain)).isEqualTo(said(inDoubt));
  }

  /** A problem without its correlation id, which differs for each request. */
  private static JsonObject said(HttpResponse<Buffer> response) {
    JsonObject body = response.bodyAsJsonObject();
    body.remove("correlationId");
    return body;
  }

  @Test
  void a_key_with_another_body_is_refused() {
    HttpResponse<Buffer> first = await(subscription.apply("Fisrtcancer", "other"));

    HttpResponse<Buffer> other = await(subscription.apply("Fisrtcancer3", "other"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(code(other)).isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void a_body_that_differs_only_in_format_is_the_same() {
    HttpResponse<Buffer> first = raw("looks", "{\"productName\":\"Fisrtcancer\",\"a\":[1,{}]}");
    HttpResponse<Buffer> again =
        raw("looks", "{ \"a\": [1, {}],\n \"productName\": \"Fisrtcancer\" }");

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
  }

  private static HttpResponse<Buffer> raw(String key, String body) {
    return await(
        subscription
            .as("alice", HttpMethod.POST, "/subscriptions")
            .putHeader("Idempotency-Key", key)
            .putHeader("content-type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  @Test
  void a_malformed_key_is_refused() {
    assertThat(code(raw("x".repeat(256), "{}"))).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    assertThat(code(raw("", "{}"))).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    assertThat(raw("x".repeat(255), "{\"productName\": \"Fisrtcancer\"}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void a_hundred_requests_at_once_with_one_key_are_one_application() {
    Promise<Void> gate = Promise.promise();
    payment.answer(charge -> gate.future().compose(open -> PaymentStandIn.approved(charge)));
    int before = payment.received().size();
    List<Future<HttpResponse<Buffer>>> all =
        IntStream.range(0, 100)
            .mapToObj(i -> subscription.apply("Fisrtcancer", "hundred"))
            .toList();
    org.awaitility.Awaitility.await().until(() -> payment.received().size() > before);
    gate.complete();

    assertThat(all.stream().map(it -> await(it).body().toString()).collect(Collectors.toSet()))
        .hasSize(1);
    assertThat(all).allSatisfy(it -> assertThat(await(it).statusCode()).isEqualTo(201));
    assertThat(payment.received()).hasSize(before + 1);
  }

  @Test
  void hundreds_of_applications_at_once_are_each_paid_once() {
    int before = payment.received().size();

    List<Future<HttpResponse<Buffer>>> all =
        IntStream.range(0, 300).mapToObj(i -> subscription.apply("Fisrtcancer")).toList();

    assertThat(
            all.stream()
                .map(it -> await(it).bodyAsJsonObject().getLong("subscriptionId"))
                .collect(Collectors.toSet()))
        .hasSize(300);
    assertThat(payment.received()).hasSize(before + 300);
  }

  @Test
  void the_service_is_ready_and_shows_its_breaker() {
    HttpResponse<Buffer> health = subscription.health();

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.bodyAsJsonObject().getString("paymentBreaker")).isEqualTo("CLOSED");
  }
}
