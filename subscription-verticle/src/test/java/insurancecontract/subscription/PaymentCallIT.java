package insurancecontract.subscription;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The payment call over both transports, and its breaker. */
@Execution(ExecutionMode.CONCURRENT)
class PaymentCallIT {
  private Vertx vertx;
  private DeployedSubscription subscription;
  private PaymentStandIn payment;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() {
    if (subscription != null) subscription.close();
    if (payment != null) payment.close();
    done(vertx.close());
  }

  private void deploy(JsonObject settings) {
    subscription = new DeployedSubscription(vertx, settings);
  }

  private static JsonObject touchy() {
    return new JsonObject()
        .put("BREAKER_TIMEOUT_MS", 2_000)
        .put("BREAKER_CALLS_MIN", 4)
        .put("BREAKER_FAILURE_RATIO", 0.5)
        .put("BREAKER_RESET_MS", 30_000);
  }

  private HttpResponse<Buffer> applied() {
    return await(subscription.apply("Fisrtcancer"));
  }

  private static String code(HttpResponse<Buffer> response) {
    return response.bodyAsJsonObject().getString("code");
  }

  private long rows() {
    return subscription.query("select count(*) as rows from subscription").get(0).getLong("rows");
  }

  private void breakTheBreaker() {
    payment.answer(PaymentStandIn::failing);
    await().until(() -> "PAYMENT_UNAVAILABLE".equals(code(applied())));
  }

  @Test
  void an_http_record_is_called_by_http() {
    payment = PaymentStandIn.byHttp(vertx);
    deploy(new JsonObject());

    HttpResponse<Buffer> approved = applied();
    payment.answer(PaymentStandIn::declined);
    HttpResponse<Buffer> declined = applied();
    payment.answer(PaymentStandIn::failing);
    HttpResponse<Buffer> failed = applied();

    assertThat(approved.statusCode()).isEqualTo(201);
    assertThat(code(declined)).isEqualTo("PAYMENT_DECLINED");
    assertThat(code(failed)).isEqualTo("PAYMENT_IN_DOUBT");
    assertThat(payment.received())
        .extracting(it -> it.charge().subscriptionId())
        .containsExactly(1L, 2L, 3L);
    assertThat(payment.received())
        .allSatisfy(it -> assertThat(it.authorization()).startsWith("Bearer "));
  }

  @Test
  void an_http_payment_that_hangs_times_out() {
    payment = PaymentStandIn.byHttp(vertx);
    payment.answer(PaymentStandIn::hanging);
    deploy(new JsonObject().put("BREAKER_TIMEOUT_MS", 300));

    assertThat(code(applied())).isEqualTo("PAYMENT_IN_DOUBT");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void a_call_without_an_answer_is_repeated_once(Function<Vertx, PaymentStandIn> transport) {
    payment = transport.apply(vertx);
    payment.answer(
        charge ->
            payment.received().size() == 1
                ? PaymentStandIn.hanging(charge)
                : PaymentStandIn.approved(charge));
    deploy(new JsonObject().put("BREAKER_TIMEOUT_MS", 4_000));

    assertThat(applied().statusCode()).isEqualTo(201);
    assertThat(payment.received())
        .extracting(it -> it.charge().subscriptionId())
        .containsExactly(1L, 1L);
  }

  static List<Function<Vertx, PaymentStandIn>> transports() {
    return List.of(PaymentStandIn::onTheBus, PaymentStandIn::byHttp);
  }

  @Test
  void a_late_answer_counts_although_the_call_was_repeated() {
    Promise<Charged> late = Promise.promise();
    payment = PaymentStandIn.onTheBus(vertx);
    payment.answer(
        charge -> payment.received().size() == 1 ? late.future() : PaymentStandIn.hanging(charge));
    deploy(new JsonObject().put("BREAKER_TIMEOUT_MS", 6_000));

    Future<HttpResponse<Buffer>> answer = subscription.apply("Fisrtcancer");
    await().until(() -> payment.received().size() == 2);
    PaymentStandIn.approved(payment.received().get(0).charge()).onComplete(late);

    assertThat(await(answer).statusCode()).isEqualTo(201);
  }

  @Test
  void a_connection_that_breaks_during_the_call_loses_nothing() {
    payment = PaymentStandIn.byHttp(vertx);
    payment.breakOnce();
    deploy(new JsonObject().put("BREAKER_TIMEOUT_MS", 4_000));

    assertThat(applied().statusCode()).isEqualTo(201);
    assertThat(payment.received()).hasSize(1);
  }

  @Test
  void an_unreachable_instance_is_skipped() {
    PaymentStandIn gone = PaymentStandIn.onTheBus(vertx);
    payment = PaymentStandIn.byHttp(vertx);
    deploy(new JsonObject());
    gone.crash();

    HttpResponse<Buffer> response = applied();

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(payment.received()).hasSize(1);
    gone.close();
  }

  @Test
  void without_any_instance_the_application_is_abandoned() {
    deploy(new JsonObject());

    HttpResponse<Buffer> response = applied();

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(subscription.status("alice", 1)).isEqualTo("PAYMENT_FAILED");
  }

  @Test
  void an_open_breaker_answers_at_once_and_writes_nothing() {
    payment = PaymentStandIn.onTheBus(vertx);
    deploy(touchy());
    breakTheBreaker();
    long rows = rows();
    int asked = payment.received().size();

    long begun = System.nanoTime();
    List<HttpResponse<Buffer>> refused = IntStream.range(0, 20).mapToObj(i -> applied()).toList();
    Duration each = Duration.ofNanos((System.nanoTime() - begun) / 20);

    assertThat(refused).allSatisfy(it -> assertThat(code(it)).isEqualTo("PAYMENT_UNAVAILABLE"));
    assertThat(refused)
        .allSatisfy(
            it -> assertThat(Integer.parseInt(it.getHeader("Retry-After"))).isBetween(1, 30));
    assertThat(rows()).isEqualTo(rows);
    assertThat(payment.received()).hasSize(asked);
    // Far more than an open breaker takes, far less than the time-out.
    assertThat(each).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void an_open_breaker_still_gives_a_known_key_its_first_answer() {
    payment = PaymentStandIn.onTheBus(vertx);
    deploy(touchy());
    HttpResponse<Buffer> first = await(subscription.apply("Fisrtcancer", "key"));
    breakTheBreaker();

    HttpResponse<Buffer> again = await(subscription.apply("Fisrtcancer", "key"));

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void the_breaker_closes_again_when_payment_answers() {
    payment = PaymentStandIn.onTheBus(vertx);
    deploy(touchy().put("BREAKER_RESET_MS", 1_000));
    breakTheBreaker();

    payment.answer(PaymentStandIn::approved);

    await().until(() -> applied().statusCode() == 201);
    assertThat(applied().statusCode()).isEqualTo(201);
  }

  @Test
  void declines_do_not_open_the_breaker() {
    payment = PaymentStandIn.onTheBus(vertx);
    payment.answer(PaymentStandIn::declined);
    deploy(touchy());

    List<HttpResponse<Buffer>> all = IntStream.range(0, 10).mapToObj(i -> applied()).toList();

    assertThat(all).allSatisfy(it -> assertThat(it.statusCode()).isEqualTo(402));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void a_refused_request_is_neither_in_doubt_nor_a_failure_of_the_breaker(
      Function<Vertx, PaymentStandIn> transport) {
    payment = transport.apply(vertx);
    deploy(touchy().put("BREAKER_TIMEOUT_MS", 15_000));
    List<Integer> refusals = List.of(400, 401, 403, 404, 405, 413, 415, 422, 429, 431);

    for (int status : refusals) {
      payment.answer(charge -> PaymentStandIn.rejected(status));
      HttpResponse<Buffer> refused = applied();
      assertThat(refused.statusCode()).as("answer to " + status).isEqualTo(402);
    }

    assertThat(payment.received()).hasSameSizeAs(refusals);
    payment.answer(PaymentStandIn::approved);
    assertThat(applied().statusCode()).isEqualTo(201);
    assertThat(subscription.status("alice", 1)).isEqualTo("PAYMENT_FAILED");
  }

  @Test
  void a_rejection_that_does_not_say_whether_it_charged_leaves_a_doubt() {
    payment = PaymentStandIn.byHttp(vertx);
    deploy(new JsonObject());

    for (int status : List.of(408, 409, 500)) {
      payment.answer(charge -> PaymentStandIn.rejected(status));
      assertThat(code(applied())).as("answer to " + status).isEqualTo("PAYMENT_IN_DOUBT");
    }
  }

  @Test
  void too_many_calls_at_once_are_refused_before_anything_is_written() {
    payment = PaymentStandIn.onTheBus(vertx);
    payment.answer(PaymentStandIn::hanging);
    deploy(new JsonObject().put("BREAKER_TIMEOUT_MS", 5_000).put("BREAKER_IN_FLIGHT_MAX", 2));
    List<Future<HttpResponse<Buffer>>> slow =
        List.of(subscription.apply("Fisrtcancer"), subscription.apply("Fisrtcancer"));
    await().until(() -> payment.received().size() == 2);

    HttpResponse<Buffer> refused = applied();

    assertThat(code(refused)).isEqualTo("PAYMENT_UNAVAILABLE");
    assertThat(rows()).isEqualTo(2);
    assertThat(slow).allSatisfy(it -> assertThat(code(await(it))).isEqualTo("PAYMENT_IN_DOUBT"));
  }

  @Test
  void the_health_of_the_service_shows_the_breaker() {
    payment = PaymentStandIn.onTheBus(vertx);
    deploy(touchy());
    breakTheBreaker();

    HttpResponse<Buffer> health = subscription.health();

    assertThat(health.bodyAsJsonObject().getString("paymentBreaker")).isEqualTo("OPEN");
  }
}
