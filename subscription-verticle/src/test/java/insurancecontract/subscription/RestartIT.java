package insurancecontract.subscription;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stop or a failure leaves behind, and how the service recovers. */
class RestartIT {
  private Vertx vertx;
  private PaymentStandIn payment;
  private DeployedSubscription subscription;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    payment = PaymentStandIn.onTheBus(vertx);
    subscription =
        new DeployedSubscription(
            vertx,
            new JsonObject()
                .put("BREAKER_TIMEOUT_MS", 1_000)
                .put("SWEEP_AFTER_MS", 3_000)
                .put("SWEEP_EVERY_MS", 100)
                .put("SWEEP_BATCH_MAX", 2));
  }

  @AfterEach
  void close() {
    subscription.close();
    payment.close();
    done(vertx.close());
  }

  @Test
  void keys_and_numbers_survive_a_restart() {
    HttpResponse<Buffer> first = await(subscription.apply("Fisrtcancer", "key"));
    subscription.undeploy();
    subscription.deploy();

    HttpResponse<Buffer> again = await(subscription.apply("Fisrtcancer", "key"));
    HttpResponse<Buffer> next = await(subscription.apply("Fisrtcancer"));

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(next.bodyAsJsonObject().getLong("subscriptionId")).isEqualTo(2);
  }

  /** Five in steps of two, and none that has not expired. */
  @Test
  void expired_keys_are_deleted_in_small_steps() {
    for (int i = 1; i <= 6; i++) done(subscription.apply("Fisrtcancer", "key" + i));

    subscription.tamper(
        "update application_request set expires_at = now() where request_key <> 'key6'");

    Awaitility.await()
        .until(() -> subscription.count("select count(*) from application_request") == 1);
    HttpResponse<Buffer> kept = await(subscription.apply("Fisrtcancer", "key6"));
    assertThat(kept.bodyAsJsonObject().getLong("subscriptionId")).isEqualTo(6);
    HttpResponse<Buffer> again = await(subscription.apply("Fisrtcancer", "key1"));
    assertThat(again.bodyAsJsonObject().getLong("subscriptionId")).isEqualTo(7);
    // Published rows are deleted at once, so the outbox needs no timer of its own.
    Awaitility.await().until(() -> subscription.count("select count(*) from outbox") == 0);
  }

  @Test
  void an_answer_that_cannot_be_stored_is_reported_and_the_application_abandoned() {
    payment.answer(
        charge -> {
          // From now on every update of an application fails, as with a failing database.
          return subscription.breakUpdates().compose(broken -> PaymentStandIn.approved(charge));
        });

    HttpResponse<Buffer> response = await(subscription.apply("Fisrtcancer", "key"));
    subscription.tamper("drop trigger broken on subscription");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("OUTCOME_UNKNOWN");
    Awaitility.await().until(() -> "PAYMENT_FAILED".equals(subscription.status("alice", 1)));
    assertThat(code(await(subscription.apply("Fisrtcancer", "key")))).isEqualTo("PAYMENT_IN_DOUBT");
  }

  @Test
  void a_request_in_progress_at_a_stop_is_still_answered() {
    Promise<Void> gate = Promise.promise();
    payment.answer(charge -> gate.future().compose(open -> PaymentStandIn.approved(charge)));
    Future<HttpResponse<Buffer>> inProgress = subscription.apply("Fisrtcancer");
    Awaitility.await().until(() -> payment.received().size() == 1);

    Future<Void> stopping = subscription.stopping();
    gate.complete();

    assertThat(await(inProgress).statusCode()).isEqualTo(201);
    done(stopping);
    subscription.deploy();
    assertThat(subscription.status("alice", 1)).isEqualTo("PAID");
  }

  private static String code(HttpResponse<Buffer> response) {
    return response.bodyAsJsonObject().getString("code");
  }
}
