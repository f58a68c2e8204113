package insurancecontract.payment.adapter.provider;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.payment.PaymentDatabase;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.RefundRefused;
import insurancecontract.testing.PreparedPlans;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulator and its books on the real database. */
class SimulatedProviderIT {
  private static PaymentDatabase database;
  private static Context loop;

  private ProviderSettings settings = settings(0, 0, Duration.ZERO, Duration.ZERO);

  @BeforeAll
  static void open() {
    database = PaymentDatabase.create();
    loop = database.vertx().getOrCreateContext();
  }

  @AfterAll
  static void close() {
    Set<String> readingAll = PreparedPlans.readingAll(database.pool(), 8, Set.of());
    database.close();
    assertThat(readingAll).isEmpty();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  private final PaymentProvider provider =
      new SimulatedProvider(database.vertx(), database.pool(), () -> settings, new Random(1));

  @Test
  void a_charge_is_approved_and_in_the_books() {
    assertThat(charge(7, 39_000)).isEqualTo(new Approved());
    assertThat(database.number("select amount from simulator_ledger where charged_at is not null"))
        .isEqualTo(39_000);
  }

  @Test
  void a_repeated_charge_is_approved_again_and_charges_once() {
    assertThat(charge(7, 39_000)).isEqualTo(new Approved());
    String first = chargedAt();
    assertThat(charge(7, 39_000)).isEqualTo(new Approved());
    assertThat(chargedAt()).isEqualTo(first);
  }

  @Test
  void after_a_refund_a_charge_is_declined() {
    assertThat(charge(7, 39_000)).isEqualTo(new Approved());
    await(refund(7));
    assertThat(charge(7, 39_000)).isEqualTo(new Declined("CANCELLED"));
  }

  @Test
  void a_refund_before_the_charge_bars_it() {
    await(refund(7));
    assertThat(charge(7, 39_000)).isEqualTo(new Declined("CANCELLED"));
    assertThat(
            database.number("select count(*) from simulator_ledger where charged_at is not null"))
        .isZero();
  }

  @Test
  void a_repeated_refund_refunds_once() {
    assertThat(charge(7, 39_000)).isEqualTo(new Approved());
    await(refund(7));
    String first = refundedAt();
    await(refund(7));
    assertThat(refundedAt()).isEqualTo(first);
  }

  @Test
  void a_hundred_simultaneous_charges_of_one_key_charge_once() {
    List<Future<ProviderAnswer>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) asked.add(onLoop(() -> provider.charge(7, 39_000, "KRW")));
    asked.forEach(answer -> assertThat(await(answer)).isEqualTo(new Approved()));
    assertThat(database.number("select count(*) from simulator_ledger")).isEqualTo(1);
  }

  @Test
  void two_processes_that_charge_the_same_keys_charge_each_once() {
    PaymentProvider other =
        new SimulatedProvider(database.vertx(), database.pool(), () -> settings, new Random(2));
    List<Future<ProviderAnswer>> asked = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      long key = i % 50 + 1L;
      PaymentProvider process = i % 2 == 0 ? provider : other;
      asked.add(onLoop(() -> process.charge(key, 39_000, "KRW")));
    }
    asked.forEach(answer -> assertThat(await(answer)).isEqualTo(new Approved()));
    assertThat(database.number("select count(*) from simulator_ledger")).isEqualTo(50);
  }

  @Test
  void in_any_order_of_charge_and_refund_no_money_is_kept() {
    List<Future<?>> asked = new ArrayList<>();
    Random random = new Random(3);
    for (long key = 1; key <= 100; key++) {
      long one = key;
      if (random.nextBoolean()) asked.add(onLoop(() -> provider.charge(one, 39_000, "KRW")));
      asked.add(onLoop(() -> provider.refund(one)));
      asked.add(onLoop(() -> provider.charge(one, 39_000, "KRW")));
    }
    asked.forEach(answer -> await(answer.<Void>mapEmpty()));
    assertThat(
            database.number("select count(*) from simulator_ledger where refunded_at is not null"))
        .isEqualTo(100);
    assertThat(database.number("select count(*) from simulator_ledger where refunded_at is null"))
        .isZero();
  }

  @Test
  void the_statement_lists_every_movement_of_money_once() {
    List<Future<?>> charges = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      charges.add(onLoop(() -> provider.charge(7, 39_000, "KRW")));
      charges.add(onLoop(() -> provider.charge(8, SimulatedProvider.DECLINED, "KRW")));
      charges.add(onLoop(() -> provider.charge(10, 12_000, "KRW")));
    }
    charges.forEach(answer -> await(answer.<Void>mapEmpty()));
    await(refund(7));
    await(refund(7));
    await(refund(9));

    assertThat(
            database.text(
                "select string_agg(concat_ws(' ', key, type, amount, currency), ', ' order by key,"
                    + " line) from simulator_statement"))
        .isEqualTo("7 CHARGE 39000 KRW, 7 REFUND 39000 KRW, 10 CHARGE 12000 KRW");
  }

  @Test
  void the_amount_that_declines_is_declined_and_not_charged() {
    assertThat(charge(7, SimulatedProvider.DECLINED)).isEqualTo(new Declined("CARD_DECLINED"));
    assertThat(chargedAt()).isNull();
  }

  @Test
  void a_random_decline_is_repeated() {
    settings = settings(1, 0, Duration.ZERO, Duration.ZERO);
    assertThat(charge(7, 39_000)).isEqualTo(new Declined("CARD_DECLINED"));
    settings = settings(0, 0, Duration.ZERO, Duration.ZERO);
    assertThat(charge(7, 39_000)).isEqualTo(new Declined("CARD_DECLINED"));
  }

  @Test
  void the_amount_that_fails_fails_and_is_not_charged() {
    assertThatThrownBy(() -> charge(7, SimulatedProvider.FAILS)).isInstanceOf(ProviderFailed.class);
    assertThat(database.number("select count(*) from simulator_ledger")).isZero();
  }

  @Test
  void the_amount_that_hangs_is_charged_and_times_out() {
    PaymentProvider bounded =
        new BoundedProvider(database.vertx(), provider, () -> Duration.ofMillis(200));
    Future<ProviderAnswer> asked = onLoop(() -> bounded.charge(7, SimulatedProvider.HANGS, "KRW"));
    assertThatThrownBy(() -> await(asked)).isInstanceOf(ProviderFailed.class);
    assertThat(chargedAt()).isNotNull();
  }

  @Test
  void the_amount_without_refund_is_charged_and_its_refund_refused() {
    assertThat(charge(7, SimulatedProvider.REFUND_REFUSED)).isEqualTo(new Approved());
    assertThatThrownBy(() -> await(refund(7))).isInstanceOf(RefundRefused.class);
    assertThat(refundedAt()).isNull();
  }

  @Test
  void some_failures_lose_only_the_answer() {
    settings = settings(0, 1, Duration.ZERO, Duration.ZERO);
    List<Future<ProviderAnswer>> asked = new ArrayList<>();
    for (long key = 1; key <= 100; key++) {
      long one = key;
      asked.add(onLoop(() -> provider.charge(one, 39_000, "KRW")));
    }
    asked.forEach(
        answer -> assertThatThrownBy(() -> await(answer)).isInstanceOf(ProviderFailed.class));
    assertThat(database.number("select count(*) from simulator_ledger")).isBetween(20L, 80L);
  }

  @Test
  void it_takes_at_least_its_delay() {
    settings = settings(0, 0, Duration.ofMillis(150), Duration.ofMillis(200));
    long before = System.nanoTime();
    assertThat(charge(7, 39_000)).isEqualTo(new Approved());
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(149));
  }

  private ProviderAnswer charge(long key, long amount) {
    return await(onLoop(() -> provider.charge(key, amount, "KRW")));
  }

  private Future<Void> refund(long key) {
    return onLoop(() -> provider.refund(key));
  }

  private static <T> Future<T> onLoop(Supplier<Future<T>> call) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(go -> call.get().onComplete(done));
    return done.future();
  }

  private static String chargedAt() {
    return database.text("select charged_at::text from simulator_ledger where key = 7");
  }

  private static String refundedAt() {
    return database.text("select refunded_at::text from simulator_ledger where key = 7");
  }

  private static ProviderSettings settings(
      double declineRate, double failureRate, Duration delayMin, Duration delayMax) {
    return new ProviderSettings(
        ProviderSettings.Kind.SIMULATOR,
        Duration.ofSeconds(5),
        delayMin,
        delayMax,
        declineRate,
        failureRate,
        "",
        new Secret(""));
  }
}
