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

/** What a start finds: the rows that a crash left behind, and settings that cannot be. */
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
  void a_charge_that_was_written_and_never_asked_for_is_asked_for() {
    left(1, "REQUESTED", 39_000);
    payment.start();
    payment.awaitStatus(1, "APPROVED");
    assertThat(payment.held()).isEqualTo(1);
  }

  @Test
  void a_charge_that_went_through_unnoticed_is_not_charged_again() {
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
  void a_refund_that_was_asked_for_is_done() {
    left(1, "CANCELLING", 39_000);
    payment.database.execute(
        "insert into simulator_ledger (key, amount, currency, charged_at)"
            + " values (1, 39000, 'KRW', '2026-01-01')");
    payment.start();
    payment.awaitStatus(1, "CANCELLED");
    assertThat(payment.held()).isZero();
  }

  @Test
  void many_unfinished_payments_are_all_finished_and_a_hopeless_one_holds_up_none() {
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
  void it_stops_and_starts_again_and_knows_its_payments() {
    payment.start();
    JsonObject first = await(payment.ask(1, 39_000));
    payment.stop();
    assertThat(payment.locations()).isEmpty();
    payment.start();
    assertThat(await(payment.ask(1, 39_000))).isEqualTo(first);
  }

  @Test
  void a_charge_under_way_is_answered_before_the_service_stops() {
    payment.start(
        payment
            .settings()
            .put("PROVIDER_TIMEOUT_MS", 20_000)
            .put("RESUME_AFTER_MS", 30_000)
            .put("PROVIDER_DELAY_MIN_MS", 1_000)
            .put("PROVIDER_DELAY_MAX_MS", 1_000));
    Future<JsonObject> asked = payment.ask(1, 39_000);
    await().until(() -> "REQUESTED".equals(payment.status(1)));
    payment.stop();
    assertThat(await(asked).getString("paymentStatus")).isEqualTo("APPROVED");
  }

  @Test
  void discovery_is_not_told_of_the_bus_when_it_should_not_be() {
    payment.start(payment.settings().put("DISCOVERY_PAYMENT_BUS", false));
    assertThat(payment.locations()).hasOnlyElementsOfType(HttpAddress.class);
  }

  @Test
  void settings_that_cannot_be_are_all_named_and_nothing_stays_open() {
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
  void a_real_provider_needs_its_address_and_its_key() {
    assertThatThrownBy(() -> payment.start(payment.settings().put("PROVIDER", "http")))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("PROVIDER_URL")
        .hasMessageContaining("PROVIDER_SECRET_KEY");
  }

  @Test
  void a_database_that_is_not_there_fails_the_start_in_one_line() {
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
