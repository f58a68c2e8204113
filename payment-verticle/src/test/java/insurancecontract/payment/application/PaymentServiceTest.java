package insurancecontract.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.StaleState;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.PaymentWiring;
import insurancecontract.payment.PaymentWiring.Ports;
import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.RefusalReason;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaymentServiceTest {
  private static final Terms TERMS = new Terms("alice", 39_000, "KRW");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final WorkPace PACE =
      new WorkPace(
          2, 4, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(10), 3, 5);

  private final InMemoryPayments payments = new InMemoryPayments(PACE);
  private final ScriptedProvider provider = new ScriptedProvider();
  private final SteppedClock clock = new SteppedClock();
  private final PaymentWiring payment =
      new PaymentWiring(
          new Ports(payments, payments, provider, clock, () -> PACE),
          new Batcher.Limits(10, 2, 100));
  private final Charges charges = payment.charges();
  private final UnfinishedWork<Requested> inDoubt = payment.chargesInDoubt();
  private final UnfinishedWork<Cancelling> refunds = payment.refunds();

  @Test
  void a_charge_is_requested_approved_and_answered() {
    ChargeAnswer answer = charge(7).result();
    assertThat(answer).isEqualTo(new ChargeAnswer(7, 1, true, null, false));
    assertThat(events()).containsExactly("ChargeRequested", "ChargeApproved");
    assertThat(payments.recorded()).allMatch(recorded -> recorded.traceparent().equals(TRACE));
  }

  @Test
  void a_decline_is_a_reply_with_its_reason() {
    provider.nextCharge(Future.succeededFuture(new Declined("CARD_DECLINED")));
    assertThat(charge(7).result()).isEqualTo(new ChargeAnswer(7, 1, false, "CARD_DECLINED", false));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.DECLINED);
  }

  @Test
  void a_repeat_gets_the_same_answer_without_another_charge() {
    ChargeAnswer first = charge(7).result();
    assertThat(charge(7).result()).isEqualTo(first.asRepeated());
    assertThat(provider.calls()).containsExactly("charge 7");
  }

  @Test
  void a_repeat_joins_the_charge_in_flight() {
    Promise<ProviderAnswer> slow = Promise.promise();
    provider.nextCharge(slow.future());
    Future<ChargeAnswer> first = charge(7);
    Future<ChargeAnswer> second = charge(7);
    slow.complete(new Approved());
    assertThat(first.result()).isEqualTo(new ChargeAnswer(7, 1, true, null, false));
    assertThat(second.result()).isEqualTo(new ChargeAnswer(7, 1, true, null, true));
    assertThat(provider.calls()).containsExactly("charge 7");
  }

  @Test
  void another_amount_is_refused_while_the_first_charge_is_in_flight() {
    provider.nextCharge(Promise.<ProviderAnswer>promise().future());
    Future<ChargeAnswer> first = charge(7);
    Future<ChargeAnswer> other = charges.charge(7, new Terms("alice", 1, "KRW"), TRACE);
    assertThat(first.isComplete()).isFalse();
    assertThat(((ChargeRefused) other.cause()).refusal().code())
        .isEqualTo(RefusalReason.AMOUNT_DIFFERS);
  }

  @Test
  void another_amount_is_refused_once_the_first_charge_is_stored() {
    charged(7);
    Future<ChargeAnswer> other = charges.charge(7, new Terms("bob", 39_000, "KRW"), TRACE);
    assertThat(((ChargeRefused) other.cause()).refusal().code())
        .isEqualTo(RefusalReason.AMOUNT_DIFFERS);
  }

  @Test
  void charges_beyond_the_limit_are_refused_before_anything_is_stored() {
    provider.nextCharge(Promise.<ProviderAnswer>promise().future());
    provider.nextCharge(Promise.<ProviderAnswer>promise().future());
    List<Future<ChargeAnswer>> under = List.of(charge(1), charge(2));
    assertThat(charge(3).cause()).isInstanceOf(TooManyCharges.class);
    assertThat(under).noneMatch(Future::isComplete);
    assertThat(payments.of(3)).isNull();
  }

  @Test
  void a_finished_charge_makes_room_for_the_next() {
    for (int id = 1; id <= 5; id++) charged(id);
    assertThat(charges.drain().isComplete()).isTrue();
  }

  @Test
  void draining_waits_for_the_charges_in_flight() {
    Promise<ProviderAnswer> slow = Promise.promise();
    provider.nextCharge(slow.future());
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    Future<ChargeAnswer> asked = charge(7);
    assertThat(charge(8).failed()).isTrue();
    Future<Void> drained = charges.drain();
    assertThat(drained.isComplete()).isFalse();
    slow.complete(new Approved());
    assertThat(drained.succeeded()).isTrue();
    assertThat(asked.succeeded()).isTrue();
  }

  @Test
  void a_failing_provider_fails_the_call_and_leaves_the_request() {
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    assertThat(charge(7).cause()).isInstanceOf(ProviderFailed.class);
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.REQUESTED);
  }

  @Test
  void a_repeat_after_a_failure_calls_the_provider_again() {
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    assertThat(charge(7).failed()).isTrue();
    assertThat(charge(7).result()).isEqualTo(new ChargeAnswer(7, 1, true, null, true));
  }

  @Test
  void a_charge_in_doubt_is_left_alone_until_its_lease_expires() {
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    assertThat(charge(7).failed()).isTrue();
    clock.advance(PACE.lease().minusMillis(1));
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.REQUESTED);
    clock.advance(Duration.ofMillis(1));
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.APPROVED);
  }

  @Test
  void a_charge_in_doubt_that_keeps_failing_is_retried_with_growing_pauses() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    clock.advance(PACE.lease());
    for (int pause : new int[] {1, 2, 4, 8, 10, 10}) {
      provider.nextCharge(Future.failedFuture(new ProviderFailed("away")));
      inDoubt.wake();
      clock.advance(Duration.ofSeconds(pause).minusMillis(1));
      int asked = provider.calls().size();
      inDoubt.wake();
      assertThat(provider.calls()).hasSize(asked);
      clock.advance(Duration.ofMillis(1));
    }
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.APPROVED);
  }

  @Test
  void a_refund_starts_at_once_and_ends_cancelled() {
    charged(7);
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(((Cancelled) payments.of(7)).reason()).isEqualTo("CANCEL_REQUESTED");
    assertThat(provider.charged()).isEmpty();
    assertThat(events())
        .containsExactly("ChargeRequested", "ChargeApproved", "RefundRequested", "Refunded");
  }

  @Test
  void the_events_of_a_refund_carry_the_trace_of_its_request() {
    charged(7);
    Handled<Payment, PaymentEvent> handled =
        payment
            .submit(new Traced<>(new Refund(7, "CANCEL_REQUESTED", clock.instant()), "another"))
            .result();
    assertThat(handled.after()).isInstanceOf(Cancelling.class);
    assertThat(payments.recorded().get(3).traceparent()).isEqualTo("another");
  }

  @Test
  void a_repeated_refund_refunds_once() {
    charged(7);
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    assertThat(provider.calls()).containsExactly("charge 7", "refund 7");
  }

  @Test
  void a_charge_after_the_tombstone_is_declined_without_a_call() {
    submit(new Abandon(7, TERMS, "TIMED_OUT", clock.instant()));
    assertThat(charge(7).result()).isEqualTo(new ChargeAnswer(7, 1, false, "VOID", true));
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void abandoning_a_charge_in_flight_bars_it_and_the_late_approval_is_a_no_op() {
    Promise<ProviderAnswer> slow = Promise.promise();
    provider.nextCharge(slow.future());
    Future<ChargeAnswer> asked = charge(7);
    submit(new Abandon(7, TERMS, "TIMED_OUT", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
    slow.complete(new Approved());
    assertThat(asked.result()).isEqualTo(new ChargeAnswer(7, 1, false, "CANCELLED", false));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(provider.calls()).containsExactly("charge 7", "refund 7");
  }

  @Test
  void an_abandoned_request_that_a_crash_left_behind_is_refunded() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    submit(new Abandon(7, TERMS, "SWEPT", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(provider.calls()).containsExactly("refund 7");
  }

  @Test
  void a_refund_that_fails_is_retried_after_a_pause() {
    charged(7);
    provider.nextRefund(Future.failedFuture(new ProviderFailed("away")));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLING);
    assertThat(payments.find(1).result().orElseThrow().lastError()).isEqualTo("away");
    clock.advance(Duration.ofSeconds(1));
    refunds.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_refund_that_fails_too_often_is_parked_with_its_reason() {
    charged(7);
    for (int i = 0; i < 3; i++)
      provider.nextRefund(Future.failedFuture(new ProviderFailed("away")));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofSeconds(10));
      refunds.wake();
    }
    assertThat(((Parked) payments.of(7)).parkedReason())
        .isEqualTo("failed 3 times, last with: away");
    assertThat(provider.calls()).hasSize(4);
  }

  @Test
  void a_refund_that_the_provider_refuses_is_parked_at_once_and_delays_no_other() {
    charged(7);
    charged(8);
    provider.nextRefund(Future.failedFuture(new RefundRefused("ACCOUNT_CLOSED")));
    submit(
        new Refund(7, "CANCEL_REQUESTED", clock.instant()),
        new Refund(8, "CANCEL_REQUESTED", clock.instant()));
    assertThat(((Parked) payments.of(7)).parkedReason()).isEqualTo("ACCOUNT_CLOSED");
    assertThat(payments.of(8).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_parked_refund_is_left_alone_until_an_operator_retries_it() {
    charged(7);
    provider.nextRefund(Future.failedFuture(new RefundRefused("ACCOUNT_CLOSED")));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    clock.advance(Duration.ofDays(1));
    refunds.wake();
    assertThat(provider.calls()).containsExactly("charge 7", "refund 7");
    submit(new RetryRefund(7, clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_refund_that_hangs_delays_no_other() {
    charged(7);
    charged(8);
    provider.nextRefund(Promise.<Void>promise().future());
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    submit(new Refund(8, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(8).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(payments.of(7)).isInstanceOf(Cancelling.class);
  }

  @Test
  void more_refunds_than_the_limit_are_all_made_without_another_wake_up() {
    for (int id = 1; id <= 30; id++) charged(id);
    PaymentCommand[] all = new PaymentCommand[30];
    for (int id = 1; id <= 30; id++) {
      all[id - 1] = new Refund(id, "CANCEL_REQUESTED", clock.instant());
    }
    submit(all);
    assertThat(provider.charged()).isEmpty();
    for (int id = 1; id <= 30; id++) assertThat(payments.of(id)).isInstanceOf(Cancelled.class);
  }

  @Test
  void refunds_beyond_the_limit_follow_when_others_end() {
    List<Promise<Void>> slow =
        List.of(Promise.promise(), Promise.promise(), Promise.promise(), Promise.promise());
    slow.forEach(promise -> provider.nextRefund(promise.future()));
    for (int id = 1; id <= 6; id++) {
      charged(id);
      submit(new Refund(id, "CANCEL_REQUESTED", clock.instant()));
    }
    assertThat(provider.calls()).doesNotContain("refund 5", "refund 6");
    slow.forEach(Promise::complete);
    assertThat(payments.of(6).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_refund_that_could_not_be_recorded_is_repeated_after_its_lease() {
    charged(7);
    Promise<Void> slow = Promise.promise();
    provider.nextRefund(slow.future());
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    payments.breakWith(new IllegalStateException("away"));
    slow.complete();
    payments.breakWith(null);
    refunds.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLING);
    clock.advance(PACE.lease());
    refunds.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_failed_claim_is_repeated_at_the_next_wake_up() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    clock.advance(PACE.lease());
    payments.breakWith(new IllegalStateException("away"));
    inDoubt.wake();
    payments.breakWith(null);
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.APPROVED);
  }

  @Test
  void stopped_work_claims_nothing() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    clock.advance(PACE.lease());
    inDoubt.stop();
    inDoubt.wake();
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void a_lost_race_is_decided_again_on_the_new_state() {
    // While the charge is being written, another process sets the tombstone.
    payments.loseRaces(1, () -> submit(new Abandon(7, TERMS, "TIMED_OUT", clock.instant())));
    ChargeAnswer answer = charge(7).result();
    assertThat(answer.approved()).isFalse();
    assertThat(answer.reason()).isEqualTo("VOID");
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void losing_every_race_fails() {
    payments.loseRaces(5, () -> {});
    assertThat(charge(7).cause()).isInstanceOf(StaleState.class);
  }

  @Test
  void commands_of_one_payment_in_one_batch_are_decided_in_order() {
    List<Handled<Payment, PaymentEvent>> outcomes =
        submitAll(
            new RequestCharge(7, TERMS, clock.instant()),
            new RequestCharge(8, TERMS, clock.instant()),
            new RecordApproval(7, clock.instant()),
            new RequestCharge(7, new Terms("bob", 1, "KRW"), clock.instant()));
    assertThat(outcomes)
        .extracting(outcome -> outcome.after().version())
        .containsExactly(1L, 1L, 2L, 2L);
    assertThat(outcomes.get(3).decision()).isInstanceOf(Refused.class);
    assertThat(payments.of(7).version()).isEqualTo(2);
  }

  @Test
  void a_payment_id_is_used_up_only_by_a_new_payment() {
    charged(7);
    charged(7);
    charged(8);
    assertThat(payments.of(8).paymentId()).isEqualTo(2);
  }

  @Test
  void without_commands_there_is_no_transaction() {
    payments.breakWith(new IllegalStateException("away"));
    assertThat(payment.handle(List.of()).result()).isEmpty();
  }

  @Test
  void parking_twice_keeps_the_first_reason() {
    charged(7);
    provider.nextRefund(Promise.<Void>promise().future());
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    submit(new ParkRefund(7, "first", clock.instant()));
    submit(new ParkRefund(7, "second", clock.instant()));
    assertThat(((Parked) payments.of(7)).parkedReason()).isEqualTo("first");
  }

  private Future<ChargeAnswer> charge(long subscriptionId) {
    return charges.charge(subscriptionId, TERMS, TRACE);
  }

  private void charged(long subscriptionId) {
    assertThat(charge(subscriptionId).result().approved()).isTrue();
  }

  private void submit(PaymentCommand... all) {
    assertThat(submitAll(all)).hasSize(all.length);
  }

  private List<Handled<Payment, PaymentEvent>> submitAll(PaymentCommand... all) {
    return payment
        .handle(Arrays.stream(all).map(command -> new Traced<>(command, TRACE)).toList())
        .result();
  }

  private List<String> events() {
    return payments.recorded().stream()
        .map(recorded -> recorded.event().getClass().getSimpleName())
        .toList();
  }
}
