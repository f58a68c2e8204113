package insurancecontract.payment.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.PaymentDatabase;
import insurancecontract.payment.application.PaymentLookup;
import insurancecontract.payment.application.PaymentLookup.Filter;
import insurancecontract.payment.application.PaymentRepositoryContract;
import insurancecontract.payment.application.PaymentService;
import insurancecontract.payment.application.UnfinishedPayments;
import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.RecordDecline;
import insurancecontract.payment.domain.PaymentCommand.RecordRefund;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.Terms;
import insurancecontract.testing.PreparedPlans;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database keeps the contract of the ports, and stores messages together with rows. */
class PgPaymentRepositoryIT implements PaymentRepositoryContract {
  private static final Instant LATER = NOON.plus(Duration.ofDays(1));

  private static PaymentDatabase database;

  @BeforeAll
  static void open() {
    database = PaymentDatabase.create();
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

  @Override
  public Aggregates<Payment, PaymentEvent> repository() {
    return new PgPaymentRepository(database.pool(), () -> PACE);
  }

  @Override
  public UnfinishedPayments unfinished() {
    return new PgUnfinishedPayments(database.pool());
  }

  @Override
  public PaymentLookup lookup() {
    return new PgPaymentLookup(database.pool());
  }

  @Test
  void an_approval_is_published_with_its_row() {
    submit(new RequestCharge(7, TERMS, NOON), new RecordApproval(7, NOON.plusSeconds(1)));
    assertThat(messages())
        .containsExactly(
            "payment-events 7 PaymentApproved 2 2026-03-01T12:00:01Z "
                + TRACE
                + " "
                + new JsonObject()
                    .put("subscriptionId", 7)
                    .put("version", 2)
                    .put("paymentId", 1)
                    .put("paymentStatus", "APPROVED")
                    .put("amount", 39_000)
                    .put("currency", "KRW"));
  }

  @Test
  void only_a_decline_and_the_end_of_a_refund_are_published() {
    submit(new RequestCharge(7, TERMS, NOON), new RecordDecline(7, "CARD_DECLINED", NOON));
    submit(new RequestCharge(8, TERMS, NOON), new Refund(8, "REFUSED", NOON));
    submit(new RecordRefund(8, NOON));
    submit(new Abandon(9, TERMS, "TIMED_OUT", NOON));
    assertThat(messages())
        .extracting(line -> List.of(line.split(" ", -1)).subList(1, 4))
        .containsExactly(
            List.of("7", "PaymentDeclined", "2"), List.of("8", "PaymentCancelled", "3"));
    assertThat(messages().get(0)).contains("\"reason\":\"CARD_DECLINED\"");
    assertThat(messages().get(1)).contains("\"reason\":\"REFUSED\"");
  }

  @Test
  void a_row_that_cannot_be_stored_leaves_no_message_of_the_others() {
    submit(new RequestCharge(7, TERMS, NOON));
    List<Traced<PaymentCommand>> batch =
        List.of(
            traced(new RecordApproval(7, NOON)),
            traced(new RequestCharge(8, new Terms("no\u0000body", 1, "KRW"), NOON)));
    assertThatThrownBy(() -> await(service().handle(batch))).isInstanceOf(Exception.class);
    assertThat(messages()).isEmpty();
    assertThat(database.number("select count(*) from payment where status = 'REQUESTED'"))
        .isEqualTo(1);
  }

  @Test
  void two_processes_never_claim_the_same_payment() {
    for (long id = 1; id <= 40; id++) {
      submit(new RequestCharge(id, TERMS, NOON), new Refund(id, "REFUSED", NOON));
    }
    List<Future<List<Unfinished<Cancelling>>>> claims = new ArrayList<>();
    for (int process = 0; process < 8; process++) {
      claims.add(unfinished().claimRefunds(NOON.plusSeconds(1), NOON.plusSeconds(60), 10));
    }
    List<Long> claimed = new ArrayList<>();
    claims.forEach(
        claim -> await(claim).forEach(work -> claimed.add(work.payment().subscriptionId())));
    assertThat(claimed).doesNotHaveDuplicates();
  }

  @Test
  void batches_that_overlap_in_any_order_all_end_and_create_each_payment_once() {
    Random random = new Random(42);
    List<Future<List<Handled<Payment, PaymentEvent>>>> batches = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<Traced<PaymentCommand>> batch = new ArrayList<>();
      for (long id = 1; id <= 20; id++) {
        if (random.nextBoolean()) batch.add(traced(new RequestCharge(id, TERMS, NOON)));
        if (random.nextInt(4) == 0) batch.add(traced(new Abandon(id, TERMS, "SWEPT", NOON)));
      }
      Collections.shuffle(batch, random);
      batches.add(retried(batch));
    }
    batches.forEach(batch -> assertThat(await(batch)).isNotNull());
    assertThat(database.number("select count(*) from payment")).isEqualTo(20);
    assertThat(database.number("select count(distinct payment_id) from payment")).isEqualTo(20);
  }

  /** As callers do: a batch that lost too many races is submitted again. */
  private static Future<List<Handled<Payment, PaymentEvent>>> retried(
      List<Traced<PaymentCommand>> batch) {
    return service().handle(batch).recover(lost -> retried(batch));
  }

  @Test
  void payment_ids_have_no_gaps_without_races() {
    for (long id = 100; id < 120; id++) {
      submit(new RequestCharge(id, TERMS, NOON), new RequestCharge(id, TERMS, NOON));
      submit(new RecordApproval(id, NOON));
    }
    Set<Long> ids = new HashSet<>();
    await(database.pool().query("select payment_id from payment").execute())
        .forEach(row -> ids.add(row.getLong(0)));
    assertThat(ids).hasSize(20).contains(1L, 20L);
  }

  @Test
  void a_refund_settled_by_hand_is_published_like_any_other() {
    submit(
        new RequestCharge(7, TERMS, NOON),
        new Refund(7, "REFUSED", NOON),
        new PaymentCommand.ParkRefund(7, "ACCOUNT_CLOSED", NOON),
        new SettleRefund(7, "otto", NOON));
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0)).contains("PaymentCancelled 4");
  }

  @Test
  void a_column_that_a_newer_version_adds_breaks_no_statement() {
    prepareAll();
    database.execute("alter table payment add column newer text");
    prepareAll();
  }

  private void prepareAll() {
    submit(new RequestCharge(7, TERMS, NOON));
    assertThat(await(lookup().find(1))).isPresent();
    assertThat(await(lookup().page(Filter.ALL, 10, null))).hasSize(1);
    assertThat(await(lookup().page(Filter.of(TERMS.customerId()), 10, null))).hasSize(1);
    assertThat(await(unfinished().claimCharges(LATER, NOON, 1))).hasSize(1);
  }

  private static PaymentService service() {
    return new PaymentService(
        new PgPaymentRepository(database.pool(), () -> PACE), () -> PACE, () -> {});
  }

  private static Traced<PaymentCommand> traced(PaymentCommand command) {
    return new Traced<>(command, TRACE);
  }

  private static void submit(PaymentCommand... commands) {
    List<Traced<PaymentCommand>> batch = new ArrayList<>();
    for (PaymentCommand command : commands) batch.add(traced(command));
    assertThat(await(service().handle(batch))).hasSize(commands.length);
  }

  private static List<String> messages() {
    List<String> lines = new ArrayList<>();
    await(
            database
                .pool()
                .query(
                    """
                    select topic, subject, type, version, at, traceparent, data
                      from outbox
                     order by outbox_id
                    """)
                .execute())
        .forEach(
            row ->
                lines.add(
                    row.getString("topic")
                        + " "
                        + row.getLong("subject")
                        + " "
                        + row.getString("type")
                        + " "
                        + row.getLong("version")
                        + " "
                        + row.getOffsetDateTime("at").toInstant()
                        + " "
                        + row.getString("traceparent")
                        + " "
                        + row.getJsonObject("data").encode()));
    return lines;
  }
}
