package insurancecontract.payment.application;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.application.PaymentLookup.Filter;
import insurancecontract.payment.application.PaymentLookup.Listed;
import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.Payment.Approved;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Declined;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.Payment.Tombstone;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.RecordDecline;
import insurancecontract.payment.domain.PaymentCommand.RecordRefund;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.PaymentEvent.ChargeRequested;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of payments guarantees, the map and the database; each test starts empty. */
public interface PaymentRepositoryContract {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  Terms TERMS = new Terms("alice", 39_000, "KRW");
  String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  WorkPace PACE =
      new WorkPace(
          100, 100, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(10), 3, 5);

  /** The payments that are tested. */
  Aggregates<Payment, PaymentEvent> repository();

  /** The same, as work. */
  UnfinishedPayments unfinished();

  /** The same, for reading. */
  PaymentLookup lookup();

  @Test
  default void an_absent_payment_has_the_next_payment_id() {
    Map<Long, Payment> loaded = load(11, 12);
    assertThat(loaded.values()).hasOnlyElementsOfType(Absent.class);
    assertThat(loaded.values()).extracting(Payment::paymentId).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  default void a_stored_payment_is_loaded_again() {
    Payment stored = handle(new RequestCharge(7, TERMS, NOON)).after();
    assertThat(load(7).get(7L)).isEqualTo(stored);
  }

  @Test
  default void every_state_is_loaded_again() {
    Instant later = NOON.plusSeconds(1);
    assertLoadedAgain(new RequestCharge(7, TERMS, NOON), Requested.class);
    assertLoadedAgain(new RecordApproval(7, later), Approved.class);
    assertLoadedAgain(new Refund(7, "CANCEL_REQUESTED", later), Cancelling.class);
    assertLoadedAgain(new ParkRefund(7, "ACCOUNT_CLOSED", later), Parked.class);
    assertLoadedAgain(new SettleRefund(7, "otto", later), Cancelled.class);
    submit(new RequestCharge(8, TERMS, NOON));
    assertLoadedAgain(new RecordDecline(8, "CARD_DECLINED", later), Declined.class);
    submit(new RequestCharge(9, TERMS, NOON), new Abandon(9, TERMS, "TIMED_OUT", later));
    assertLoadedAgain(new RecordRefund(9, later), Cancelled.class);
    assertLoadedAgain(new Abandon(10, TERMS, "TIMED_OUT", NOON), Tombstone.class);
  }

  private void assertLoadedAgain(PaymentCommand command, Class<? extends Payment> state) {
    Payment stored = handle(command).after();
    assertThat(stored).isInstanceOf(state);
    assertThat(load(command.subscriptionId()).get(command.subscriptionId())).isEqualTo(stored);
  }

  @Test
  default void a_tombstone_without_terms_is_loaded_again() {
    Payment tombstone = handle(new Refund(7, "CANCEL_REQUESTED", NOON)).after();
    assertThat(load(7).get(7L)).isEqualTo(tombstone);
  }

  @Test
  default void a_new_payment_and_a_known_one_are_stored_together() {
    submit(new RequestCharge(7, TERMS, NOON));
    submit(new RecordApproval(7, NOON), new RequestCharge(8, TERMS, NOON));
    Map<Long, Payment> loaded = load(7, 8);
    assertThat(loaded.get(7L)).isInstanceOf(Approved.class);
    assertThat(loaded.get(8L)).isInstanceOf(Requested.class);
    assertThat(loaded.get(8L).paymentId()).isEqualTo(2);
  }

  @Test
  default void a_decision_that_throws_stores_nothing() {
    assertThatThrownBy(
            () ->
                await(
                    repository()
                        .transact(
                            List.of(7L),
                            loaded -> {
                              throw new IllegalStateException("broken");
                            })))
        .isInstanceOf(IllegalStateException.class);
    assertThat(await(lookup().page(Filter.ALL, 10, null))).isEmpty();
  }

  @Test
  default void of_many_simultaneous_requests_one_creates_the_payment() {
    PaymentService service = new PaymentService(repository(), () -> PACE, () -> {});
    List<Future<List<Handled<Payment, PaymentEvent>>>> requests =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    service.handle(List.of(new Traced<>(new RequestCharge(7, TERMS, NOON), TRACE))))
            .toList();
    List<PaymentEvent> events =
        requests.stream()
            .flatMap(handled -> await(handled).get(0).decision().events().stream())
            .toList();
    assertThat(events).containsExactly(new ChargeRequested(TERMS, NOON));
    assertThat(load(7).get(7L).version()).isEqualTo(1);
  }

  @Test
  default void what_is_due_is_claimed_once_until_its_lease_expires() {
    submit(new RequestCharge(7, TERMS, NOON));
    Instant due = NOON.plus(PACE.lease());
    assertThat(charges(due.minusMillis(1))).isEmpty();
    Unfinished<Requested> claimed = charges(due).get(0);
    assertThat(claimed).isEqualTo(new Unfinished<>((Requested) load(7).get(7L), 0, TRACE));
    assertThat(charges(due)).isEmpty();
    assertThat(charges(due.plus(PACE.lease()))).hasSize(1);
  }

  @Test
  default void the_longest_due_are_claimed_first_up_to_the_limit() {
    submit(new RequestCharge(9, TERMS, NOON));
    submit(new RequestCharge(8, TERMS, NOON.plusSeconds(1)));
    submit(new RequestCharge(7, TERMS, NOON.plusSeconds(2)));
    List<Unfinished<Requested>> claimed =
        await(unfinished().claimCharges(NOON.plusSeconds(60), NOON.plusSeconds(90), 2));
    assertThat(claimed)
        .extracting(work -> work.payment().subscriptionId())
        .containsExactlyInAnyOrder(9L, 8L);
  }

  @Test
  default void only_payments_in_the_requested_state_are_claimed() {
    submit(
        new RequestCharge(7, TERMS, NOON),
        new RequestCharge(8, TERMS, NOON),
        new Refund(8, "CANCEL_REQUESTED", NOON),
        new RequestCharge(9, TERMS, NOON),
        new RecordApproval(9, NOON));
    assertThat(refunds(NOON.plusSeconds(60)))
        .extracting(work -> work.payment().subscriptionId())
        .containsExactly(8L);
  }

  @Test
  default void what_is_parked_is_not_claimed() {
    submit(
        new RequestCharge(7, TERMS, NOON),
        new Refund(7, "CANCEL_REQUESTED", NOON),
        new ParkRefund(7, "ACCOUNT_CLOSED", NOON));
    assertThat(refunds(NOON.plusSeconds(600))).isEmpty();
  }

  @Test
  default void a_postponed_payment_is_claimed_later_with_its_failures_counted() {
    submit(new RequestCharge(7, TERMS, NOON), new Refund(7, "CANCEL_REQUESTED", NOON));
    Unfinished<Cancelling> claimed = refunds(NOON).get(0);
    await(unfinished().postpone(claimed, "away", NOON.plusSeconds(1)));
    assertThat(refunds(NOON.plusMillis(999))).isEmpty();
    assertThat(refunds(NOON.plusSeconds(1)).get(0).attempts()).isEqualTo(1);
    Listed listed = await(lookup().find(1)).orElseThrow();
    assertThat(listed.lastError()).isEqualTo("away");
  }

  @Test
  default void postponing_a_payment_that_has_changed_is_a_no_op() {
    submit(new RequestCharge(7, TERMS, NOON));
    Unfinished<Requested> claimed = charges(NOON.plusSeconds(60)).get(0);
    submit(new Refund(7, "CANCEL_REQUESTED", NOON.plusSeconds(60)));
    await(unfinished().postpone(claimed, "away", NOON.plusSeconds(600)));
    assertThat(refunds(NOON.plusSeconds(60)).get(0).attempts()).isZero();
  }

  @Test
  default void a_change_resets_the_failures() {
    submit(new RequestCharge(7, TERMS, NOON));
    Unfinished<Requested> claimed = charges(NOON.plusSeconds(60)).get(0);
    await(unfinished().postpone(claimed, "away", NOON.plusSeconds(61)));
    submit(new RecordApproval(7, NOON.plusSeconds(62)));
    assertThat(await(lookup().find(1)).orElseThrow())
        .isEqualTo(new Listed((Existing) load(7).get(7L), 0, null));
  }

  @Test
  default void pages_go_from_the_newest_to_the_oldest() {
    for (long id = 1; id <= 5; id++) submit(new RequestCharge(id, TERMS, NOON));
    assertThat(ids(Filter.ALL, 2, null)).containsExactly(5L, 4L);
    assertThat(ids(Filter.ALL, 2, 4L)).containsExactly(3L, 2L);
    assertThat(ids(Filter.ALL, 2, 2L)).containsExactly(1L);
  }

  @Test
  default void a_page_of_a_customer_holds_no_one_elses_payments() {
    submit(
        new RequestCharge(1, TERMS, NOON),
        new RequestCharge(2, new Terms("bob", 1, "KRW"), NOON),
        new Refund(3, "CANCEL_REQUESTED", NOON),
        new Abandon(4, TERMS, "TIMED_OUT", NOON));
    List<Listed> own = await(lookup().page(Filter.of("alice"), 10, null));
    assertThat(own)
        .extracting(listed -> listed.payment().subscriptionId())
        .containsExactlyInAnyOrder(1L, 4L);
  }

  @Test
  default void an_unknown_payment_is_not_found() {
    assertThat(await(lookup().find(99))).isEmpty();
  }

  private List<Long> ids(Filter filter, int limit, Long before) {
    return await(lookup().page(filter, limit, before)).stream()
        .map(listed -> listed.payment().paymentId())
        .toList();
  }

  private List<Unfinished<Requested>> charges(Instant now) {
    return await(unfinished().claimCharges(now, now.plus(PACE.lease()), 10));
  }

  private List<Unfinished<Cancelling>> refunds(Instant now) {
    return await(unfinished().claimRefunds(now, now.plus(PACE.lease()), 10));
  }

  private Map<Long, Payment> load(long... ids) {
    return await(
        repository()
            .transact(
                Arrays.stream(ids).boxed().toList(),
                loaded -> new Changes<>(List.of(), Map.copyOf(loaded))));
  }

  private void submit(PaymentCommand... commands) {
    for (PaymentCommand command : commands) {
      assertThat(handle(command).decision()).isInstanceOf(Decision.Accepted.class);
    }
  }

  private Handled<Payment, PaymentEvent> handle(PaymentCommand command) {
    PaymentService service = new PaymentService(repository(), () -> PACE, () -> {});
    return await(service.handle(List.of(new Traced<>(command, TRACE)))).get(0);
  }
}
