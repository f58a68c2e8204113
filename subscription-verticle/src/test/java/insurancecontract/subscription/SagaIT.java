package insurancecontract.subscription;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.Topics;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.subscription.domain.CoolingOff;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deployed service and the events of other services, over a real Kafka. */
class SagaIT {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

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
                .put("BREAKER_TIMEOUT_MS", 3_000)
                .put("BREAKER_CALLS_MIN", 100_000)
                .put("SWEEP_AFTER_MS", 5_000)
                .put("SWEEP_EVERY_MS", 100));
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

  private static ConditionFactory soon() {
    return Awaitility.await().pollInterval(Duration.ofMillis(20));
  }

  private static long paid() {
    return await(subscription.apply("Fisrtcancer")).bodyAsJsonObject().getLong("subscriptionId");
  }

  private static long with(String status, long id) {
    soon().until(() -> status.equals(subscription.status("alice", id)));
    return id;
  }

  private static HttpResponse<Buffer> post(long id, String what) {
    return await(
        subscription.as("alice", HttpMethod.POST, "/subscriptions/" + id + "/" + what).send());
  }

  private static void assigned(long id) {
    subscription.publish(
        Topics.UNDERWRITING_EVENTS,
        new UnderwriterAssigned(id, 2, id * 100, "ASSIGNED", 77_001_520),
        TRACE);
  }

  private static void approved(long id) {
    subscription.publish(
        Topics.UNDERWRITING_EVENTS,
        new UnderwritingApproved(id, 3, id * 100, "APPROVED", 77_001_520),
        TRACE);
  }

  private static void refused(long id) {
    subscription.publish(
        Topics.UNDERWRITING_EVENTS,
        new UnderwritingRefused(id, 3, id * 100, "REFUSED", 77_001_520, "too risky"),
        TRACE);
  }

  private static void refunded(long id) {
    subscription.publish(
        Topics.PAYMENT_EVENTS,
        new PaymentCancelled(id, 3, id * 10, "CANCELLED", 30_000, "KRW", "whatever"),
        TRACE);
  }

  private static void published(long id, String... types) {
    soon().untilAsserted(() -> assertThat(subscription.publishedTypes(id)).containsExactly(types));
  }

  @Test
  void an_application_that_is_approved_becomes_a_contract() {
    long id = paid();
    assigned(id);
    long underwriting = with("UNDERWRITING", id);
    approved(underwriting);
    long contracted = with("CONTRACTED", id);

    published(contracted, "SubscriptionCreated", "UnderwriterConfirmed", "SubscriptionContracted");
    JsonObject seen = subscription.seen("alice", id);
    InboundEvent last = subscription.published(id).get(2);
    assertThat(seen.getLong("underwritingId")).isEqualTo(id * 100);
    assertThat(last.traceparent()).isEqualTo(TRACE);
    SubscriptionContracted fact = last.as(SubscriptionContracted.class);
    assertThat(fact.version()).isEqualTo(4);
    assertThat(fact.subscriptionStatus()).isEqualTo("CONTRACTED");
    assertThat(fact.withdrawableUntil())
        .isEqualTo(new CoolingOff(15, ZoneId.of("Asia/Seoul")).lastMoment(fact.contractedAt()));
    assertThat(seen.getString("withdrawableUntil")).isEqualTo(fact.withdrawableUntil().toString());
  }

  @Test
  void an_approval_before_its_assignment_counts_as_both() {
    long id = paid();
    approved(id);

    published(
        with("CONTRACTED", id),
        "SubscriptionCreated",
        "UnderwriterConfirmed",
        "SubscriptionContracted");
  }

  @Test
  void a_refused_application_shows_the_reason() {
    long id = paid();
    assigned(id);
    refused(id);
    long refusedId = with("REFUSED", id);

    published(refusedId, "SubscriptionCreated", "UnderwriterConfirmed", "SubscriptionRefused");
    assertThat(subscription.published(id).get(2).as(SubscriptionRefused.class).reason())
        .isEqualTo("too risky");
    assertThat(subscription.seen("alice", id).getString("reason")).isEqualTo("too risky");
  }

  @Test
  void a_cancelled_application_is_cancelled_once_the_premium_is_back() {
    long id = paid();
    HttpResponse<Buffer> cancelled = post(id, "cancel");
    refunded(id);

    assertThat(cancelled.statusCode()).isEqualTo(202);
    published(
        with("CANCELLED", id), "SubscriptionCreated", "CancelRequested", "SubscriptionCancelled");
  }

  @Test
  void cancelling_after_the_assignment_is_too_late() {
    long id = paid();
    assigned(id);
    HttpResponse<Buffer> response = post(with("UNDERWRITING", id), "cancel");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("UNDERWRITING_STARTED");
  }

  @Test
  void an_assignment_after_the_cancellation_changes_nothing() {
    long id = paid();
    HttpResponse<Buffer> cancelled = post(id, "cancel");
    assigned(id);
    approved(id);
    refunded(id);
    subscription.publish(
        Topics.PAYMENT_EVENTS,
        new PaymentApproved(id, 2, id * 10, "APPROVED", 30_000, "KRW"),
        TRACE);

    assertThat(cancelled.statusCode()).isEqualTo(202);
    assertThat(subscription.seen("alice", with("CANCELLED", id)).getLong("underwritingId"))
        .isNull();
  }

  @Test
  void a_contract_is_withdrawn_from_once_the_premium_is_back() {
    long id = paid();
    approved(id);
    HttpResponse<Buffer> withdrawn = post(with("CONTRACTED", id), "withdraw");
    HttpResponse<Buffer> again = post(id, "withdraw");
    refunded(id);

    assertThat(List.of(withdrawn.statusCode(), again.statusCode())).containsExactly(202, 202);
    published(
        with("WITHDRAWN", id),
        "SubscriptionCreated",
        "UnderwriterConfirmed",
        "SubscriptionContracted",
        "WithdrawalRequested",
        "SubscriptionWithdrawn");
  }

  @Test
  void withdrawing_is_too_late_once_the_days_are_over() {
    long id = paid();
    approved(id);
    subscription.tamper(
        "update subscription set withdrawable_until = now() - interval '1 second' where id = "
            + with("CONTRACTED", id));

    HttpResponse<Buffer> response = post(id, "withdraw");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("WITHDRAWAL_PERIOD_OVER");
  }

  @Test
  void a_decline_is_published_as_an_abandoned_application() {
    payment.answer(PaymentStandIn::declined);
    HttpResponse<Buffer> response = await(subscription.apply("Fisrtcancer"));
    long id = payment.received().get(payment.received().size() - 1).charge().subscriptionId();

    assertThat(response.statusCode()).isEqualTo(402);
    published(id, "SubscriptionAbandoned");
  }

  @Test
  void an_event_from_payment_answers_a_request_whose_call_hangs() {
    payment.answer(
        charge -> {
          subscription.publish(
              Topics.PAYMENT_EVENTS,
              new PaymentApproved(
                  charge.subscriptionId(), 2, 77, "APPROVED", charge.amount(), "KRW"),
              TRACE);
          return PaymentStandIn.hanging(charge);
        });

    HttpResponse<Buffer> response = await(subscription.apply("Fisrtcancer"));

    // Either may be first; the answer and the stored state must agree.
    long id = payment.received().get(payment.received().size() - 1).charge().subscriptionId();
    String status = subscription.status("alice", id);
    assertThat(response.statusCode()).isEqualTo(status.equals("PAID") ? 201 : 503);
  }

  @Test
  void what_a_crash_left_unpaid_is_abandoned_and_what_payment_declined_too() {
    subscription.tamper(
        """
        insert into subscription
               (id, version, status, customer_id, product_name, premium, currency, created_at)
        select nextval('subscription_id'), 1, 'PENDING_PAYMENT', 'alice', 'Fisrtcancer', 30000,
               'KRW', at
          from (values (now() - interval '1 minute'), (now() + interval '1 hour')) as left_behind(at)
        """);
    List<Long> left =
        subscription.query("select id from subscription order by id desc limit 2").stream()
            .map(row -> row.getLong("id"))
            .toList();
    long declined = left.get(0);
    long swept = left.get(1);
    subscription.publish(
        Topics.PAYMENT_EVENTS,
        new PaymentDeclined(declined, 2, 5, "DECLINED", 30_000, "KRW", "NO_FUNDS"),
        TRACE);

    published(with("PAYMENT_FAILED", swept), "SubscriptionAbandoned");
    published(with("PAYMENT_FAILED", declined), "SubscriptionAbandoned");
    assertThat(subscription.seen("alice", swept).getString("reason"))
        .isEqualTo("PAYMENT_UNANSWERED");
    assertThat(subscription.seen("alice", declined).getString("reason")).isEqualTo("NO_FUNDS");
  }

  @Test
  void repeats_and_unreadable_events_hold_up_nothing() {
    long id = paid();
    subscription.publishNonsense(Topics.UNDERWRITING_EVENTS, "UnderwriterAssigned", id);
    subscription.publishNonsense(Topics.UNDERWRITING_EVENTS, "SomethingNew", id);
    assigned(id);
    assigned(id);
    assigned(999_999);
    approved(id);
    approved(id);

    published(
        with("CONTRACTED", id),
        "SubscriptionCreated",
        "UnderwriterConfirmed",
        "SubscriptionContracted");
  }
}
