package insurancecontract.payment;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.payment.adapter.provider.SimulatedProvider;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts: on the rows that a crash left behind, and with invalid settings. */
class PaymentRestartIT {
  private RunningPayment payment;

  @BeforeEach
  void create() {
    payment = new RunningPayment();
  }

  @AfterEach
  void close() {
    payment.close();
  }

  @Test
  void a_stored_charge_that_was_never_requested_is_requested() {
    left(1, "REQUESTED", 39_000);
    payment.start();
    payment.awaitStatus(1, "APPROVED");
    assertThat(payment.held()).isEqualTo(1);
  }

  @Test
  void a_charge_whose_outcome_was_lost_is_not_charged_again() {
    left(1, "REQUESTED", 39_000);
    payment.database.execute(
        "insert into simulator_ledger (key, amount, currency, charged_at)"
            + " values (1, 39000, 'KRW', '2026-01-01')");
    payment.start();
    payment.awaitStatus(1, "APPROVED");
    assertThat(
            payment.database.number(
                "select count(*) from simulator_ledger where charged_at = '2026-01-01'"))
        .isEqualTo(1);
  }

  @Test
  void a_charge_that_the_provider_had_declined_is_declined() {
    left(1, "REQUESTED", SimulatedProvider.DECLINED);
    payment.start();
    payment.awaitStatus(1, "DECLINED");
  }

  @Test
  void a_requested_refund_is_made() {
    left(1, "CANCELLING", 39_000);
    payment.database.execute(
        "insert into simulator_ledger (key, amount, currency, charged_at)"
            + " values (1, 39000, 'KRW', '2026-01-01')");
    payment.start();
    payment.awaitStatus(1, "CANCELLED");
    assertThat(payment.held()).isZero();
  }

  @Test
  void many_unfinished_payments_are_finished_and_a_failing_one_delays_none() {
    left(1, "REQUESTED", SimulatedProvider.HANGS);
    left(2, "REQUESTED", SimulatedProvider.FAILS);
    payment.database.execute(
        """
        insert into payment (
               subscription_id, payment_id, version, status, customer_id, amount, currency,
               created_at, updated_at, next_attempt_at)
        select id, id, 1, case when id % 2 = 0 then 'REQUESTED' else 'CANCELLING' end, 'alice',
               39000, 'KRW', now(), now(), now()
          from generate_series(3, 1000) as id
        """);
    payment.start();
    await()
        .until(
            () ->
                payment.database.number(
                        "select count(*) from payment where next_attempt_at is not null")
                    == 2);
    assertThat(payment.status(1)).isEqualTo("REQUESTED");
    assertThat(payment.status(2)).isEqualTo("REQUESTED");
  }

  @Test
  void payments_survive_a_restart() {
    payment.start();
    JsonObject first = await(payment.call(1, 39_000));
    payment.stop();
    assertThat(payment.locations()).isEmpty();
    payment.start();
    assertThat(await(payment.call(1, 39_000))).isEqualTo(first);
  }

  @Test
  void a_charge_in_flight_is_answered_before_the_service_stops() {
    payment.start(
        payment
            .settings()
            .put("PROVIDER_TIMEOUT_MS", 20_000)
            .put("RESUME_AFTER_MS", 30_000)
            .put("PROVIDER_DELAY_MIN_MS", 1_000)
            .put("PROVIDER_DELAY_MAX_MS", 1_000));
    Future<JsonObject> asked = payment.call(1, 39_000);
    await().until(() -> "REQUESTED".equals(payment.status(1)));
    payment.stop();
    assertThat(await(asked).getString("paymentStatus")).isEqualTo("APPROVED");
  }

  @Test
  void the_bus_is_not_published_when_that_is_switched_off() {
    payment.start(payment.settings().put("DISCOVERY_PAYMENT_BUS", false));
    assertThat(payment.locations()).hasOnlyElementsOfType(HttpAddress.class);
  }

  @Test
  void all_invalid_settings_are_named() {
    JsonObject wrong =
        payment
            .settings()
            .put("PROVIDER_DELAY_MIN_MS", 500)
            .put("PROVIDER_DELAY_MAX_MS", 100)
            .put("PROVIDER_DECLINE_RATE", 2)
            .put("RESUME_AFTER_MS", 300);
    assertThatThrownBy(() -> payment.start(wrong))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("PROVIDER_DELAY_MAX_MS")
        .hasMessageContaining("PROVIDER_DECLINE_RATE")
        .hasMessageContaining("RESUME_AFTER_MS");
  }

  @Test
  void a_real_provider_needs_its_url_and_its_key() {
    assertThatThrownBy(() -> payment.start(payment.settings().put("PROVIDER", "http")))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("PROVIDER_URL")
        .hasMessageContaining("PROVIDER_SECRET_KEY");
  }

  @Test
  void a_missing_database_fails_the_start_in_one_line() {
    assertThatThrownBy(() -> payment.start(payment.settings().put("POSTGRES_PORT", 1)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("POSTGRES_PORT");
  }

  private void left(long subscriptionId, String status, long amount) {
    payment.database.execute(
        """
        insert into payment (
               subscription_id, payment_id, version, status, customer_id, amount, currency,
               reason, created_at, updated_at, next_attempt_at)
        values (%1$d, %1$d, 1, '%2$s', 'alice', %3$d, 'KRW', null, now(), now(), now())
        """
            .formatted(subscriptionId, status, amount));
  }
}
