package insurancecontract.payment.application;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.payment.application.PaymentLookup.Filter;
import insurancecontract.payment.application.PaymentLookup.Listed;
import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.Decision.Accepted;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.payment.domain.PaymentEvent.ChargeRequested;
import insurancecontract.payment.domain.PaymentStatus;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every keeper of payments promises, be it a map or a database; each test begins empty. */
public interface PaymentRepositoryContract {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  Terms TERMS = new Terms("alice", 39_000, "KRW");
  String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  WorkPace PACE =
      new WorkPace(
          100, 100, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(10), 3, 5);

  /** The payments that are tested. */
  PaymentRepository repository();

  /** The same, as work. */
  UnfinishedPayments unfinished();

  /** The same, for reading. */
  PaymentLookup lookup();

  @Test
  default void who_is_not_there_yet_is_absent_and_has_the_next_payment_id() {
    Map<Long, Payment> loaded = load(11, 12);
    assertThat(loaded.values()).allMatch(payment -> payment.status() == PaymentStatus.ABSENT);
    assertThat(loaded.values()).extracting(Payment::paymentId).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  default void what_was_stored_is_loaded_again() {
    Payment stored = handle(new RequestCharge(7, TERMS, NOON)).payment();
    assertThat(load(7).get(7L)).isEqualTo(stored);
  }

  @Test
  default void a_whole_life_is_loaded_again() {
    submit(
        new RequestCharge(7, TERMS, NOON),
        new RecordApproval(7, NOON.plusSeconds(1)),
        new Refund(7, "CANCEL_REQUESTED", NOON.plusSeconds(2)));
    Payment parked = handle(new ParkRefund(7, "ACCOUNT_CLOSED", NOON.plusSeconds(3))).payment();
    assertThat(load(7).get(7L)).isEqualTo(parked);
    Payment settled = handle(new SettleRefund(7, "otto", NOON.plusSeconds(4))).payment();
    assertThat(load(7).get(7L)).isEqualTo(settled);
  }

  @Test
  default void a_tombstone_without_terms_is_loaded_again() {
    Payment tombstone = handle(new Refund(7, "CANCEL_REQUESTED", NOON)).payment();
    assertThat(load(7).get(7L)).isEqualTo(tombstone);
  }

  @Test
  default void a_new_payment_and_a_known_one_are_stored_together() {
    submit(new RequestCharge(7, TERMS, NOON));
    submit(new RecordApproval(7, NOON), new RequestCharge(8, TERMS, NOON));
    Map<Long, Payment> loaded = load(7, 8);
    assertThat(loaded.get(7L).status()).isEqualTo(PaymentStatus.APPROVED);
    assertThat(loaded.get(8L).status()).isEqualTo(PaymentStatus.REQUESTED);
    assertThat(loaded.get(8L).paymentId()).isEqualTo(2);
  }

  @Test
  default void a_decision_that_breaks_stores_nothing() {
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
  default void of_many_that_ask_at_once_one_begins_the_payment() {
    PaymentService service = new PaymentService(repository(), () -> PACE);
    List<Future<List<Outcome>>> asked =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    service.handle(List.of(new Traced<>(new RequestCharge(7, TERMS, NOON), TRACE))))
            .toList();
    long begun =
        asked.stream()
            .map(outcomes -> await(outcomes).get(0))
            .filter(outcome -> outcome.brought(ChargeRequested.class))
            .count();
    assertThat(begun).isEqualTo(1);
    assertThat(load(7).get(7L).version()).isEqualTo(1);
  }

  @Test
  default void what_is_due_is_claimed_once_until_its_lease_is_over() {
    submit(new RequestCharge(7, TERMS, NOON));
    Instant due = NOON.plus(PACE.lease());
    assertThat(claim(PaymentStatus.REQUESTED, due.minusMillis(1))).isEmpty();
    Unfinished claimed = claim(PaymentStatus.REQUESTED, due).get(0);
    assertThat(claimed).isEqualTo(new Unfinished(load(7).get(7L), 0, TRACE));
    assertThat(claim(PaymentStatus.REQUESTED, due)).isEmpty();
    assertThat(claim(PaymentStatus.REQUESTED, due.plus(PACE.lease()))).hasSize(1);
  }

  @Test
  default void those_due_longest_are_claimed_first_and_no_more_than_asked_for() {
    submit(new RequestCharge(9, TERMS, NOON));
    submit(new RequestCharge(8, TERMS, NOON.plusSeconds(1)));
    submit(new RequestCharge(7, TERMS, NOON.plusSeconds(2)));
    List<Unfinished> claimed =
        await(
            unfinished()
                .claim(PaymentStatus.REQUESTED, NOON.plusSeconds(60), NOON.plusSeconds(90), 2));
    assertThat(claimed)
        .extracting(work -> work.payment().subscriptionId())
        .containsExactlyInAnyOrder(9L, 8L);
  }

  @Test
  default void only_the_asked_status_is_claimed() {
    submit(
        new RequestCharge(7, TERMS, NOON),
        new RequestCharge(8, TERMS, NOON),
        new Refund(8, "CANCEL_REQUESTED", NOON),
        new RequestCharge(9, TERMS, NOON),
        new RecordApproval(9, NOON));
    assertThat(claim(PaymentStatus.CANCELLING, NOON.plusSeconds(60)))
        .extracting(work -> work.payment().subscriptionId())
        .containsExactly(8L);
  }

  @Test
  default void what_is_parked_is_not_claimed() {
    submit(
        new RequestCharge(7, TERMS, NOON),
        new Refund(7, "CANCEL_REQUESTED", NOON),
        new ParkRefund(7, "ACCOUNT_CLOSED", NOON));
    assertThat(claim(PaymentStatus.CANCELLING, NOON.plusSeconds(600))).isEmpty();
  }

  @Test
  default void a_postponed_payment_comes_back_then_with_its_failures_counted() {
    submit(new RequestCharge(7, TERMS, NOON), new Refund(7, "CANCEL_REQUESTED", NOON));
    Unfinished claimed = claim(PaymentStatus.CANCELLING, NOON).get(0);
    await(unfinished().postpone(claimed, "away", NOON.plusSeconds(1)));
    assertThat(claim(PaymentStatus.CANCELLING, NOON.plusMillis(999))).isEmpty();
    assertThat(claim(PaymentStatus.CANCELLING, NOON.plusSeconds(1)).get(0).attempts()).isEqualTo(1);
    Listed listed = await(lookup().find(1)).orElseThrow();
    assertThat(listed.lastError()).isEqualTo("away");
  }

  @Test
  default void postponing_what_has_moved_on_changes_nothing() {
    submit(new RequestCharge(7, TERMS, NOON));
    Unfinished claimed = claim(PaymentStatus.REQUESTED, NOON.plusSeconds(60)).get(0);
    submit(new Refund(7, "CANCEL_REQUESTED", NOON.plusSeconds(60)));
    await(unfinished().postpone(claimed, "away", NOON.plusSeconds(600)));
    assertThat(claim(PaymentStatus.CANCELLING, NOON.plusSeconds(60)).get(0).attempts()).isZero();
  }

  @Test
  default void a_move_forgets_the_failures_before_it() {
    submit(new RequestCharge(7, TERMS, NOON));
    Unfinished claimed = claim(PaymentStatus.REQUESTED, NOON.plusSeconds(60)).get(0);
    await(unfinished().postpone(claimed, "away", NOON.plusSeconds(61)));
    submit(new RecordApproval(7, NOON.plusSeconds(62)));
    assertThat(await(lookup().find(1)).orElseThrow())
        .isEqualTo(new Listed(load(7).get(7L), 0, null));
  }

  @Test
  default void pages_go_from_the_newest_to_the_oldest() {
    for (long id = 1; id <= 5; id++) submit(new RequestCharge(id, TERMS, NOON));
    assertThat(ids(Filter.ALL, 2, null)).containsExactly(5L, 4L);
    assertThat(ids(Filter.ALL, 2, 4L)).containsExactly(3L, 2L);
    assertThat(ids(Filter.ALL, 2, 2L)).containsExactly(1L);
  }

  @Test
  default void a_page_of_a_customer_holds_no_one_elses() {
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

  private List<Unfinished> claim(PaymentStatus status, Instant now) {
    return await(unfinished().claim(status, now, now.plus(PACE.lease()), 10));
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
      assertThat(handle(command).decision()).isInstanceOf(Accepted.class);
    }
  }

  private Outcome handle(PaymentCommand command) {
    PaymentService service = new PaymentService(repository(), () -> PACE);
    return await(service.handle(List.of(new Traced<>(command, TRACE)))).get(0);
  }
}
