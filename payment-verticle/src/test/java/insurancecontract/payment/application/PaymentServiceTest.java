package insurancecontract.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import insurancecontract.payment.domain.Decision.Reason;
import insurancecontract.payment.domain.Decision.Refused;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentStatus;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentServiceTest {
  private static final Terms TERMS = new Terms("alice", 39_000, "KRW");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final WorkPace PACE =
      new WorkPace(
          2, 4, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(10), 3, 5);

  private final InMemoryPayments payments = new InMemoryPayments();
  private final ScriptedProvider provider = new ScriptedProvider();
  private final SteppedClock clock = new SteppedClock();
  private final PaymentService service = new PaymentService(payments, () -> PACE);
  private final Commands commands =
      command -> service.handle(List.of(command)).map(outcomes -> outcomes.get(0));
  private final Charges charges = new Charges(commands, provider, () -> PACE, clock);
  private final UnfinishedWork inDoubt =
      UnfinishedWork.charges(payments, charges, () -> PACE, clock);
  private final UnfinishedWork refunds =
      UnfinishedWork.refunds(
          payments, new Refunds(commands, provider, () -> PACE, clock), () -> PACE, clock);

  @BeforeEach
  void wire() {
    service.whenRefundsAreDue(refunds::wake);
  }

  @Test
  void a_charge_is_written_asked_written_and_answered() {
    ChargeAnswer answer = charge(7).result();
    assertThat(answer).isEqualTo(new ChargeAnswer(7, 1, true, null, false));
    assertThat(kinds()).containsExactly("ChargeRequested", "ChargeApproved");
    assertThat(payments.recorded()).allMatch(recorded -> recorded.traceparent().equals(TRACE));
  }

  @Test
  void a_decline_is_an_answer_with_its_reason() {
    provider.nextCharge(Future.succeededFuture(new Declined("CARD_DECLINED")));
    assertThat(charge(7).result()).isEqualTo(new ChargeAnswer(7, 1, false, "CARD_DECLINED", false));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.DECLINED);
  }

  @Test
  void a_repeat_gets_the_same_answer_without_another_charge() {
    ChargeAnswer first = charge(7).result();
    assertThat(charge(7).result()).isEqualTo(first.again());
    assertThat(provider.calls()).containsExactly("charge 7");
  }

  @Test
  void a_repeat_joins_the_charge_that_is_under_way() {
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
  void another_amount_is_refused_while_the_first_is_under_way() {
    provider.nextCharge(Promise.<ProviderAnswer>promise().future());
    Future<ChargeAnswer> first = charge(7);
    Future<ChargeAnswer> other = charges.charge(7, new Terms("alice", 1, "KRW"), TRACE);
    assertThat(first.isComplete()).isFalse();
    assertThat(((ChargeRefused) other.cause()).reason()).isEqualTo(Reason.AMOUNT_DIFFERS);
  }

  @Test
  void another_amount_is_refused_when_the_first_is_on_record() {
    charged(7);
    Future<ChargeAnswer> other = charges.charge(7, new Terms("bob", 39_000, "KRW"), TRACE);
    assertThat(((ChargeRefused) other.cause()).reason()).isEqualTo(Reason.AMOUNT_DIFFERS);
  }

  @Test
  void more_charges_than_may_be_are_refused_before_anything_is_written() {
    provider.nextCharge(Promise.<ProviderAnswer>promise().future());
    provider.nextCharge(Promise.<ProviderAnswer>promise().future());
    List<Future<ChargeAnswer>> under = List.of(charge(1), charge(2));
    assertThat(charge(3).cause()).isInstanceOf(TooManyCharges.class);
    assertThat(under).noneMatch(Future::isComplete);
    assertThat(payments.of(3)).isNull();
  }

  @Test
  void an_ended_charge_makes_room_for_the_next() {
    for (int id = 1; id <= 5; id++) charged(id);
    assertThat(charges.underWay()).isZero();
  }

  @Test
  void everything_under_way_is_answered_when_its_answers_are_there() {
    Promise<ProviderAnswer> slow = Promise.promise();
    provider.nextCharge(slow.future());
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    Future<ChargeAnswer> asked = charge(7);
    assertThat(charge(8).failed()).isTrue();
    Future<Void> answered = charges.answered();
    assertThat(answered.isComplete()).isFalse();
    slow.complete(new Approved());
    assertThat(answered.succeeded()).isTrue();
    assertThat(asked.succeeded()).isTrue();
  }

  @Test
  void a_provider_that_fails_fails_the_call_and_leaves_the_request() {
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    assertThat(charge(7).cause()).isInstanceOf(ProviderFailed.class);
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.REQUESTED);
  }

  @Test
  void a_repeat_after_a_failure_asks_the_provider_again() {
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    assertThat(charge(7).failed()).isTrue();
    assertThat(charge(7).result()).isEqualTo(new ChargeAnswer(7, 1, true, null, true));
  }

  @Test
  void a_request_in_doubt_is_left_alone_until_its_lease_is_over() {
    provider.nextCharge(Future.failedFuture(new ProviderFailed("no answer")));
    assertThat(charge(7).failed()).isTrue();
    clock.pass(PACE.lease().minusMillis(1));
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.REQUESTED);
    clock.pass(Duration.ofMillis(1));
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.APPROVED);
  }

  @Test
  void a_charge_in_doubt_that_goes_on_failing_is_tried_with_growing_pauses() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    clock.pass(PACE.lease());
    for (int pause : new int[] {1, 2, 4, 8, 10, 10}) {
      provider.nextCharge(Future.failedFuture(new ProviderFailed("away")));
      inDoubt.wake();
      clock.pass(Duration.ofSeconds(pause).minusMillis(1));
      int asked = provider.calls().size();
      inDoubt.wake();
      assertThat(provider.calls()).hasSize(asked);
      clock.pass(Duration.ofMillis(1));
    }
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.APPROVED);
  }

  @Test
  void a_refund_starts_at_once_and_ends_cancelled() {
    charged(7);
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(payments.of(7).reason()).isEqualTo("CANCEL_REQUESTED");
    assertThat(provider.charged()).isEmpty();
    assertThat(kinds())
        .containsExactly("ChargeRequested", "ChargeApproved", "RefundRequested", "Refunded");
  }

  @Test
  void the_events_of_a_refund_belong_to_the_trace_that_asked_for_it() {
    charged(7);
    Outcome asked =
        commands
            .submit(new Traced<>(new Refund(7, "CANCEL_REQUESTED", clock.instant()), "another"))
            .result();
    assertThat(asked.payment().status()).isEqualTo(PaymentStatus.CANCELLING);
    assertThat(payments.recorded().get(3).traceparent()).isEqualTo("another");
  }

  @Test
  void a_repeated_refund_gives_back_once() {
    charged(7);
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    assertThat(provider.calls()).containsExactly("charge 7", "refund 7");
  }

  @Test
  void a_charge_after_the_tombstone_is_declined_and_never_asked_for() {
    submit(new Abandon(7, TERMS, "TIMED_OUT", clock.instant()));
    assertThat(charge(7).result()).isEqualTo(new ChargeAnswer(7, 1, false, "VOID", true));
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void abandoning_a_charge_under_way_bars_it_and_the_late_approval_changes_nothing() {
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
  void a_request_that_a_crash_left_and_that_is_abandoned_is_refunded() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    submit(new Abandon(7, TERMS, "SWEPT", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(provider.calls()).containsExactly("refund 7");
  }

  @Test
  void a_refund_that_fails_is_tried_again_after_a_pause() {
    charged(7);
    provider.nextRefund(Future.failedFuture(new ProviderFailed("away")));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLING);
    assertThat(payments.find(1).result().orElseThrow().lastError()).isEqualTo("away");
    clock.pass(Duration.ofSeconds(1));
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
      clock.pass(Duration.ofSeconds(10));
      refunds.wake();
    }
    assertThat(payments.of(7).parked()).isTrue();
    assertThat(payments.of(7).parkedReason()).isEqualTo("failed 3 times, last with: away");
    assertThat(provider.calls()).hasSize(4);
  }

  @Test
  void a_refund_that_the_provider_refuses_is_parked_at_once_and_holds_up_no_other() {
    charged(7);
    charged(8);
    provider.nextRefund(Future.failedFuture(new RefundRefused("ACCOUNT_CLOSED")));
    submit(
        new Refund(7, "CANCEL_REQUESTED", clock.instant()),
        new Refund(8, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(7).parkedReason()).isEqualTo("ACCOUNT_CLOSED");
    assertThat(payments.of(8).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_parked_refund_is_left_alone_until_an_operator_retries_it() {
    charged(7);
    provider.nextRefund(Future.failedFuture(new RefundRefused("ACCOUNT_CLOSED")));
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    clock.pass(Duration.ofDays(1));
    refunds.wake();
    assertThat(provider.calls()).containsExactly("charge 7", "refund 7");
    submit(new RetryRefund(7, clock.instant()));
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_refund_that_never_ends_holds_up_no_other() {
    charged(7);
    charged(8);
    provider.nextRefund(Promise.<Void>promise().future());
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    submit(new Refund(8, "CANCEL_REQUESTED", clock.instant()));
    assertThat(payments.of(8).status()).isEqualTo(PaymentStatus.CANCELLED);
    assertThat(refunds.inFlight()).isEqualTo(1);
  }

  @Test
  void more_refunds_than_go_at_once_are_worked_off_without_another_wake_up() {
    for (int id = 1; id <= 30; id++) charged(id);
    PaymentCommand[] all = new PaymentCommand[30];
    for (int id = 1; id <= 30; id++) {
      all[id - 1] = new Refund(id, "CANCEL_REQUESTED", clock.instant());
    }
    submit(all);
    assertThat(provider.charged()).isEmpty();
    assertThat(refunds.inFlight()).isZero();
  }

  @Test
  void refunds_that_no_room_was_left_for_follow_when_room_is_made() {
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
  void a_refund_that_the_database_did_not_note_comes_back_after_its_lease() {
    charged(7);
    Promise<Void> slow = Promise.promise();
    provider.nextRefund(slow.future());
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    payments.breakWith(new IllegalStateException("away"));
    slow.complete();
    payments.breakWith(null);
    refunds.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLING);
    clock.pass(PACE.lease());
    refunds.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.CANCELLED);
  }

  @Test
  void a_claim_that_fails_is_made_up_for_by_the_next_wake_up() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    clock.pass(PACE.lease());
    payments.breakWith(new IllegalStateException("away"));
    inDoubt.wake();
    payments.breakWith(null);
    inDoubt.wake();
    assertThat(payments.of(7).status()).isEqualTo(PaymentStatus.APPROVED);
  }

  @Test
  void stopped_work_takes_up_nothing() {
    submit(new RequestCharge(7, TERMS, clock.instant()));
    clock.pass(PACE.lease());
    inDoubt.stop();
    inDoubt.wake();
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void a_lost_race_is_decided_again_on_what_is_true_now() {
    // While the charge is being written, another process sets the tombstone.
    payments.loseRaces(1, () -> submit(new Abandon(7, TERMS, "TIMED_OUT", clock.instant())));
    ChargeAnswer answer = charge(7).result();
    assertThat(answer.approved()).isFalse();
    assertThat(answer.reason()).isEqualTo("VOID");
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void who_loses_every_race_fails() {
    payments.loseRaces(5, () -> {});
    assertThat(charge(7).cause()).isInstanceOf(StaleState.class);
  }

  @Test
  void commands_of_one_payment_in_one_batch_are_decided_one_after_the_other() {
    List<Outcome> outcomes =
        submitAll(
            new RequestCharge(7, TERMS, clock.instant()),
            new RequestCharge(8, TERMS, clock.instant()),
            new RecordApproval(7, clock.instant()),
            new RequestCharge(7, new Terms("bob", 1, "KRW"), clock.instant()));
    assertThat(outcomes)
        .extracting(outcome -> outcome.payment().version())
        .containsExactly(1L, 1L, 2L, 2L);
    assertThat(outcomes.get(3).decision()).isInstanceOf(Refused.class);
    assertThat(payments.of(7).version()).isEqualTo(2);
  }

  @Test
  void a_payment_id_is_used_up_only_by_a_new_payment() {
    charged(7);
    charged(7);
    charged(8);
    Payment second = payments.of(8);
    assertThat(second.paymentId()).isEqualTo(2);
  }

  @Test
  void no_commands_need_no_transaction() {
    payments.breakWith(new IllegalStateException("away"));
    assertThat(service.handle(List.of()).result()).isEmpty();
  }

  @Test
  void parking_twice_keeps_the_first_reason() {
    charged(7);
    provider.nextRefund(Promise.<Void>promise().future());
    submit(new Refund(7, "CANCEL_REQUESTED", clock.instant()));
    submit(new ParkRefund(7, "first", clock.instant()));
    submit(new ParkRefund(7, "second", clock.instant()));
    assertThat(payments.of(7).parkedReason()).isEqualTo("first");
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

  private List<Outcome> submitAll(PaymentCommand... all) {
    return service
        .handle(Arrays.stream(all).map(command -> new Traced<>(command, TRACE)).toList())
        .result();
  }

  private List<String> kinds() {
    return payments.recorded().stream()
        .map(recorded -> recorded.event().getClass().getSimpleName())
        .toList();
  }
}
