package insurancecontract.payment;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Location.BusAddress;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCancelled;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.payment.adapter.provider.SimulatedProvider;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service, from the event bus, HTTP and Kafka to PostgreSQL and back. */
class PaymentVerticleIT {
  private static RunningPayment payment;

  @BeforeAll
  static void start() {
    payment = new RunningPayment();
    payment.start();
  }

  @AfterAll
  static void stop() {
    payment.close();
  }

  @BeforeEach
  void empty() {
    payment.database.empty();
  }

  @Test
  void a_charge_on_the_bus_is_approved() {
    assertThat(await(payment.call(1, 39_000)))
        .isEqualTo(
            new JsonObject()
                .put("subscriptionId", 1)
                .put("paymentId", 1)
                .put("paymentStatus", "APPROVED")
                .putNull("reason"));
    assertThat(payment.held()).isEqualTo(1);
  }

  @Test
  void a_hundred_simultaneous_repeats_charge_once_and_get_the_same_reply() {
    List<Future<JsonObject>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) asked.add(payment.call(1, 39_000));
    assertThat(asked)
        .extracting(answer -> await(answer).getString("paymentStatus"))
        .containsOnly("APPROVED");
    assertThat(payment.held()).isEqualTo(1);
  }

  @Test
  void a_decline_is_a_reply_on_the_bus() {
    JsonObject answer = await(payment.call(1, SimulatedProvider.DECLINED));
    assertThat(answer.getString("paymentStatus")).isEqualTo("DECLINED");
    assertThat(answer.getString("reason")).isEqualTo("CARD_DECLINED");
  }

  @Test
  void the_bus_rejects_a_request_without_a_token() {
    assertFails(payment.call(charge(1), null), 401, "UNAUTHENTICATED");
  }

  @Test
  void the_bus_rejects_a_forged_token() {
    assertFails(payment.call(charge(1), "abc.def.ghi"), 401, "UNAUTHENTICATED");
  }

  @Test
  void a_customer_cannot_approve_a_payment_on_the_bus() {
    assertFails(payment.call(charge(1), payment.tokens.of("alice", "customer")), 403, "FORBIDDEN");
    assertFails(payment.call(charge(1), payment.tokens.of("mallory", "service")), 403, "FORBIDDEN");
  }

  @Test
  void the_bus_rejects_a_malformed_request() {
    assertFails(
        payment.call(new JsonObject(), payment.tokens.ofService("subscription")), 422, "INVALID");
    assertFails(
        payment.call("no json", payment.tokens.ofService("subscription")), 400, "MALFORMED_JSON");
  }

  @Test
  void another_amount_for_the_same_subscription_is_refused() {
    assertThat(await(payment.call(1, 39_000)).getString("paymentStatus")).isEqualTo("APPROVED");
    assertFails(payment.call(1, 39_001), 409, "AMOUNT_DIFFERS");
  }

  @Test
  void a_failing_provider_fails_the_call_and_the_charge_stays_in_doubt() {
    assertFails(payment.call(1, SimulatedProvider.FAILS), 503, "PROVIDER_FAILED");
    assertThat(payment.status(1)).isEqualTo("REQUESTED");
  }

  @Test
  void a_charge_whose_provider_hangs_is_refunded() {
    assertFails(payment.call(1, SimulatedProvider.HANGS), 503, "PROVIDER_FAILED");
    assertThat(payment.held()).isEqualTo(1);
    payment.receive(abandoned(1));
    payment.awaitStatus(1, "CANCELLED");
    assertThat(payment.held()).isZero();
  }

  @Test
  void http_answers_201_first_and_200_to_a_repeat() {
    HttpResponse<Buffer> first = post(charge(1));
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.getHeader("Location")).isEqualTo("/payments/1");
    HttpResponse<Buffer> again = post(charge(1));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.bodyAsJsonObject()).isEqualTo(first.bodyAsJsonObject());
  }

  @Test
  void http_answers_201_to_a_decline() {
    HttpResponse<Buffer> declined = post(charge(1).put("amount", SimulatedProvider.DECLINED));
    assertThat(declined.statusCode()).isEqualTo(201);
    assertThat(declined.bodyAsJsonObject().getString("paymentStatus")).isEqualTo("DECLINED");
  }

  @Test
  void http_lets_only_services_charge() {
    String alice = payment.tokens.of("alice", "customer");
    assertProblem(payment.http(HttpMethod.POST, "/payments", alice, charge(1)), 403, "FORBIDDEN");
    assertProblem(
        payment.http(HttpMethod.POST, "/payments", null, charge(1)), 401, "UNAUTHENTICATED");
    assertThat(payment.status(1)).isNull();
  }

  @Test
  void http_reports_all_faults_at_once() {
    JsonObject wrong = new JsonObject().put("subscriptionId", -1).put("amount", "much");
    HttpResponse<Buffer> response = post(wrong);
    assertProblem(response, 422, "INVALID");
    assertThat(response.bodyAsJsonObject().getJsonArray("faults")).hasSize(4);
  }

  @Test
  void http_answers_409_to_a_contradiction_and_503_for_a_failing_provider() {
    assertThat(post(charge(1)).statusCode()).isEqualTo(201);
    assertProblem(post(charge(1).put("amount", 1)), 409, "AMOUNT_DIFFERS");
    HttpResponse<Buffer> failed = post(charge(2).put("amount", SimulatedProvider.FAILS));
    assertProblem(failed, 503, "PROVIDER_FAILED");
    assertThat(failed.getHeader("Retry-After")).isEqualTo("1");
  }

  @Test
  void customers_see_their_own_payments_only() {
    assertThat(post(charge(1)).statusCode()).isEqualTo(201);
    assertThat(post(charge(2).put("customerId", "bob")).statusCode()).isEqualTo(201);
    String alice = payment.tokens.of("alice", "customer");
    JsonArray own = payment.get("/payments", alice).bodyAsJsonObject().getJsonArray("payments");
    assertThat(own).hasSize(1);
    assertThat(own.getJsonObject(0).getLong("subscriptionId")).isEqualTo(1);
    assertThat(own.getJsonObject(0).fieldNames())
        .containsExactlyInAnyOrder(
            "paymentId",
            "subscriptionId",
            "paymentStatus",
            "customerId",
            "amount",
            "currency",
            "createdAt",
            "updatedAt");
    assertThat(payment.get("/payments/1", alice).statusCode()).isEqualTo(200);
    assertProblem(payment.get("/payments/2", alice), 404, "NOT_FOUND");
    assertProblem(payment.get("/payments/3", alice), 404, "NOT_FOUND");
    assertProblem(payment.get("/payments/one", alice), 404, "NOT_FOUND");
  }

  @Test
  void a_problem_is_worded_in_the_language_of_the_caller() {
    HttpResponse<Buffer> unknown =
        payment.get("/payments/3", payment.tokens.of("alice", "customer"), "ko-KR,ko;q=0.9");
    assertProblem(unknown, 404, "NOT_FOUND");
    assertThat(unknown.bodyAsJsonObject().getString("detail")).isEqualTo("번호 3에 해당하는 결제가 없습니다.");
  }

  @Test
  void supervisors_and_operators_page_through_all_and_underwriters_see_none() {
    for (long id = 1; id <= 3; id++) assertThat(post(charge(id)).statusCode()).isEqualTo(201);
    for (String role : List.of("supervisor", "operator")) {
      HttpResponse<Buffer> page = payment.get("/payments?limit=2", payment.tokens.of("x", role));
      assertThat(ids(page)).containsExactly(3L, 2L);
      assertThat(page.getHeader("Link")).isEqualTo("</payments?limit=2&after=2>; rel=\"next\"");
      HttpResponse<Buffer> rest =
          payment.get("/payments?limit=2&after=2", payment.tokens.of("x", role));
      assertThat(ids(rest)).containsExactly(1L);
      assertThat(rest.getHeader("Link")).isNull();
    }
    String uma = payment.tokens.of("uma", "underwriter");
    assertProblem(payment.get("/payments", uma), 403, "FORBIDDEN");
    assertProblem(payment.get("/payments/1", uma), 403, "FORBIDDEN");
    assertProblem(
        payment.get("/payments?limit=0", payment.tokens.of("otto", "operator")), 422, "INVALID");
  }

  @Test
  void each_end_of_a_subscription_is_refunded_and_published() {
    for (long id = 101; id <= 104; id++) {
      assertThat(await(payment.call(id, 39_000)).getString("paymentStatus")).isEqualTo("APPROVED");
    }
    payment.receive(new CancelRequested(101, 3, "CANCEL_REQUESTED"));
    payment.receive(new SubscriptionRefused(102, 4, "REFUSED", 1, "too risky"));
    payment.receive(new WithdrawalRequested(103, 5, "WITHDRAW_REQUESTED"));
    payment.receive(abandoned(104));
    for (long id = 101; id <= 104; id++) payment.awaitStatus(id, "CANCELLED");
    assertThat(payment.held()).isZero();
    String approvedThenCancelled =
        "insurancecontract.PaymentApproved.v1 insurancecontract.PaymentCancelled.v1";
    await()
        .untilAsserted(
            () ->
                assertThat(payment.published())
                    .containsEntry(101L, approvedThenCancelled)
                    .containsEntry(102L, approvedThenCancelled)
                    .containsEntry(103L, approvedThenCancelled)
                    .containsEntry(104L, approvedThenCancelled));
  }

  @Test
  void repeated_and_irrelevant_events_are_no_ops() {
    assertThat(await(payment.call(1, 39_000)).getString("paymentStatus")).isEqualTo("APPROVED");
    for (int i = 0; i < 3; i++) payment.receive(new CancelRequested(1, 3, "CANCEL_REQUESTED"));
    payment.receive(new SubscriptionCancelled(1, 4, "CANCELLED"));
    payment.receive(new CancelRequested(2, 3, "CANCEL_REQUESTED"));
    payment.awaitStatus(1, "CANCELLED");
    payment.awaitStatus(2, "VOID");
    assertThat(payment.database.number("select version from payment where subscription_id = 1"))
        .isEqualTo(4);
  }

  @Test
  void a_charge_after_the_tombstone_is_declined_and_no_money_moves() {
    payment.receive(abandoned(1));
    payment.awaitStatus(1, "VOID");
    JsonObject answer = await(payment.call(1, 39_000));
    assertThat(answer.getString("paymentStatus")).isEqualTo("DECLINED");
    assertThat(answer.getString("reason")).isEqualTo("VOID");
    assertThat(payment.database.number("select count(*) from simulator_ledger")).isZero();
  }

  @Test
  void a_refund_that_is_refused_waits_for_an_operator_who_settles_it_by_hand() {
    String otto = payment.tokens.of("otto", "operator");
    parked(201);
    JsonObject shown = payment.get("/payments/1", otto).bodyAsJsonObject();
    assertThat(shown.getString("paymentStatus")).isEqualTo("CANCELLING");
    assertThat(shown.getString("parkedReason")).isEqualTo("REFUND_REFUSED_BY_PROVIDER");

    JsonObject item = waiting(otto).getJsonObject(0);
    assertThat(item.getString("kind")).isEqualTo("refund");
    assertThat(item.getLong("subject")).isEqualTo(201);
    assertThat(item.getString("reason")).isEqualTo("REFUND_REFUSED_BY_PROVIDER");
    assertThat(item.getJsonObject("detail").getLong("paymentId")).isEqualTo(1);
    assertThat(item.getJsonObject("detail").getLong("amount"))
        .isEqualTo(SimulatedProvider.REFUND_REFUSED);

    HttpResponse<Buffer> settled = repair(item, "settle", otto);
    assertThat(settled.statusCode()).isEqualTo(200);
    assertThat(settled.bodyAsJsonObject().getString("status")).isEqualTo("SETTLED");
    shown = payment.get("/payments/1", otto).bodyAsJsonObject();
    assertThat(shown.getString("paymentStatus")).isEqualTo("CANCELLED");
    assertThat(shown.getString("settledBy")).isEqualTo("otto");
    assertProblem(repair(item, "settle", otto), 409, "NOT_PARKED");
    assertThat(waiting(otto)).isEmpty();
    await().until(() -> payment.published().get(201L).contains("Cancelled"));
  }

  @Test
  void an_operator_retries_a_refund_that_is_then_refused_again() {
    String otto = payment.tokens.of("otto", "operator");
    parked(202);
    JsonObject first = waiting(otto).getJsonObject(0);
    assertThat(repair(first, "retry", otto).bodyAsJsonObject().getString("status"))
        .isEqualTo("RETRIED");
    await().until(() -> waiting(otto).size() == 1);
    assertThat(waiting(otto).getJsonObject(0).getLong("parkedId"))
        .isNotEqualTo(first.getLong("parkedId"));
    JsonArray all =
        payment
            .get("/parked/payment?status=ALL&subject=202", otto)
            .bodyAsJsonObject()
            .getJsonArray("parked");
    assertThat(all).hasSize(2);
  }

  @Test
  void only_operators_retry_and_settle() {
    parked(203);
    JsonObject item = waiting(payment.tokens.of("otto", "operator")).getJsonObject(0);
    for (String role : List.of("customer", "underwriter", "supervisor")) {
      String token = payment.tokens.of("alice", role);
      assertProblem(repair(item, "retry", token), 403, "FORBIDDEN");
      assertProblem(repair(item, "settle", token), 403, "FORBIDDEN");
    }
  }

  @Test
  void a_refused_refund_delays_no_other() {
    parked(1);
    assertThat(await(payment.call(2, 39_000)).getString("paymentStatus")).isEqualTo("APPROVED");
    payment.receive(new CancelRequested(2, 3, "CANCEL_REQUESTED"));
    payment.awaitStatus(2, "CANCELLED");
  }

  @Test
  void discovery_names_the_bus_and_http() {
    assertThat(payment.locations())
        .hasAtLeastOneElementOfType(HttpAddress.class)
        .contains(new BusAddress(PaymentCall.ADDRESS));
  }

  private static void parked(long subscriptionId) {
    assertThat(
            await(payment.call(subscriptionId, SimulatedProvider.REFUND_REFUSED))
                .getString("paymentStatus"))
        .isEqualTo("APPROVED");
    payment.receive(new CancelRequested(subscriptionId, 3, "CANCEL_REQUESTED"));
    await()
        .until(
            () ->
                payment.database.number("select count(*) from payment where parked_at is not null")
                    == 1);
  }

  private static JsonArray waiting(String token) {
    return payment.get("/parked/payment", token).bodyAsJsonObject().getJsonArray("parked");
  }

  private static HttpResponse<Buffer> repair(JsonObject item, String act, String token) {
    String path = "/parked/payment/" + item.getLong("parkedId") + "/" + act;
    return payment.http(HttpMethod.POST, path, token, new JsonObject().put("why", "tested"));
  }

  private static HttpResponse<Buffer> post(JsonObject body) {
    return payment.http(
        HttpMethod.POST, "/payments", payment.tokens.ofService("subscription"), body);
  }

  private static JsonObject charge(long subscriptionId) {
    return Json.object(new Charge(subscriptionId, "alice", 39_000, "KRW"));
  }

  private static SubscriptionAbandoned abandoned(long subscriptionId) {
    return new SubscriptionAbandoned(
        subscriptionId,
        2,
        "PAYMENT_FAILED",
        "alice",
        "Fisrtcancer",
        39_000,
        "KRW",
        "TIMED_OUT",
        Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static List<Long> ids(HttpResponse<Buffer> page) {
    List<Long> ids = new ArrayList<>();
    JsonArray payments = page.bodyAsJsonObject().getJsonArray("payments");
    for (int i = 0; i < payments.size(); i++) {
      ids.add(payments.getJsonObject(i).getLong("paymentId"));
    }
    return ids;
  }

  private static void assertFails(Future<JsonObject> asked, int status, String code) {
    assertThatThrownBy(() -> await(asked))
        .isInstanceOfSatisfying(
            ReplyException.class,
            failure -> {
              assertThat(failure.failureCode()).isEqualTo(status);
              assertThat(failure.getMessage()).contains(code);
            });
  }

  private static void assertProblem(HttpResponse<Buffer> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo(code);
  }
}
