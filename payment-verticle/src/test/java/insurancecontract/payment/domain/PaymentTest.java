package insurancecontract.payment.domain;

import static insurancecontract.payment.domain.Decision.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.payment.domain.Decision.Accepted;
import insurancecontract.payment.domain.Decision.Reason;
import insurancecontract.payment.domain.Decision.Refused;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.RecordDecline;
import insurancecontract.payment.domain.PaymentCommand.RecordRefund;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.payment.domain.PaymentEvent.ChargeApproved;
import insurancecontract.payment.domain.PaymentEvent.ChargeDeclined;
import insurancecontract.payment.domain.PaymentEvent.ChargeRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundParked;
import insurancecontract.payment.domain.PaymentEvent.RefundRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundRetried;
import insurancecontract.payment.domain.PaymentEvent.RefundSettled;
import insurancecontract.payment.domain.PaymentEvent.Refunded;
import insurancecontract.payment.domain.PaymentEvent.Voided;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PaymentTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Terms TERMS = new Terms("alice", 39_000, "KRW");

  private static final PaymentEvent REQUESTED = new ChargeRequested(TERMS, NOON);
  private static final PaymentEvent APPROVED = new ChargeApproved(NOON);
  private static final PaymentEvent DECLINED = new ChargeDeclined("CARD_DECLINED", NOON);
  private static final PaymentEvent TO_REFUND = new RefundRequested("CANCEL_REQUESTED", NOON);
  private static final PaymentEvent PARKED = new RefundParked("NOT_POSSIBLE", NOON);

  private static final Map<String, Payment> STATES =
      Map.of(
          "ABSENT", after(),
          "REQUESTED", after(REQUESTED),
          "APPROVED", after(REQUESTED, APPROVED),
          "DECLINED", after(REQUESTED, DECLINED),
          "CANCELLING", after(REQUESTED, APPROVED, TO_REFUND),
          "parked", after(REQUESTED, APPROVED, TO_REFUND, PARKED),
          "CANCELLED", after(REQUESTED, APPROVED, TO_REFUND, new Refunded(NOON)),
          "VOID", after(new Voided(TERMS, "TIMED_OUT", NOON)));

  private static final Map<String, PaymentCommand> COMMANDS =
      Map.of(
          "RequestCharge", new RequestCharge(7, TERMS, LATER),
          "RecordApproval", new RecordApproval(7, LATER),
          "RecordDecline", new RecordDecline(7, "CARD_DECLINED", LATER),
          "Refund", new Refund(7, "CANCEL_REQUESTED", LATER),
          "Abandon", new Abandon(7, TERMS, "TIMED_OUT", LATER),
          "RecordRefund", new RecordRefund(7, LATER),
          "ParkRefund", new ParkRefund(7, "NOT_POSSIBLE", LATER),
          "RetryRefund", new RetryRefund(7, LATER),
          "SettleRefund", new SettleRefund(7, "otto", LATER));

  /** What every command does in every status; a dash is "accepted, no news". */
  private static final String TABLE =
      """
      status     RequestCharge   RecordApproval   RecordDecline    Refund          Abandon         RecordRefund     ParkRefund       RetryRefund   SettleRefund
      ABSENT     ChargeRequested NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW Voided          Voided          NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW NOT_PARKED    NOT_PARKED
      REQUESTED  -               ChargeApproved   ChargeDeclined   RefundRequested RefundRequested NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW NOT_PARKED    NOT_PARKED
      APPROVED   -               -                -                RefundRequested RefundRequested NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW NOT_PARKED    NOT_PARKED
      DECLINED   -               RefundRequested  -                -               -               NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW NOT_PARKED    NOT_PARKED
      CANCELLING -               -                -                -               -               Refunded         RefundParked     NOT_PARKED    NOT_PARKED
      parked     -               -                -                -               -               Refunded         -                RefundRetried RefundSettled
      CANCELLED  -               -                -                -               -               -                -                NOT_PARKED    NOT_PARKED
      VOID       -               NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW -               -               NOT_POSSIBLE_NOW NOT_POSSIBLE_NOW NOT_PARKED    NOT_PARKED
      """;

  @TestFactory
  List<DynamicTest> every_command_in_every_status() {
    List<List<String>> table =
        TABLE.lines().map(line -> Arrays.asList(line.split(" +", -1))).toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (List<String> row : table.subList(1, table.size())) {
      for (int column = 1; column < row.size(); column++) {
        String state = row.get(0);
        String command = table.get(0).get(column);
        String expected = row.get(column);
        tests.add(
            DynamicTest.dynamicTest(
                state + " " + command + " " + expected,
                () ->
                    assertThat(told(Payment.decide(STATES.get(state), COMMANDS.get(command))))
                        .isEqualTo(expected)));
      }
    }
    return tests;
  }

  private static String told(Decision decision) {
    if (decision instanceof Refused refused) return refused.reason().name();
    List<PaymentEvent> events = ((Accepted) decision).events();
    return events.isEmpty() ? "-" : events.get(0).getClass().getSimpleName();
  }

  @Test
  void the_table_names_every_status_and_every_command() {
    List<String> rows =
        TABLE
            .lines()
            .skip(1)
            .map(line -> line.split(" +", -1)[0])
            .filter(s -> !s.equals("parked"))
            .toList();
    assertThat(rows)
        .containsExactlyInAnyOrder(
            Arrays.stream(PaymentStatus.values()).map(Enum::name).toArray(String[]::new));
    assertThat(COMMANDS.values())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(PaymentCommand.class.getPermittedSubclasses());
  }

  @Test
  void every_kind_of_event_has_an_evolution() {
    List<PaymentEvent> oneOfEach =
        List.of(
            REQUESTED,
            APPROVED,
            DECLINED,
            TO_REFUND,
            PARKED,
            new Refunded(NOON),
            new RefundRetried(NOON),
            new RefundSettled("otto", NOON),
            new Voided(null, "TIMED_OUT", NOON));
    assertThat(oneOfEach)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(PaymentEvent.class.getPermittedSubclasses());
    for (PaymentEvent event : oneOfEach) {
      assertThat(Payment.evolve(after(), event).version()).isEqualTo(1);
    }
  }

  @Test
  void a_charge_for_another_amount_is_refused() {
    Decision decision =
        Payment.decide(
            after(REQUESTED, APPROVED),
            new RequestCharge(7, new Terms("alice", 39_001, "KRW"), LATER));
    assertThat(told(decision)).isEqualTo(Reason.AMOUNT_DIFFERS.name());
  }

  @Test
  void a_charge_for_another_customer_is_refused_even_when_all_is_over() {
    Decision decision =
        Payment.decide(
            STATES.get("CANCELLED"), new RequestCharge(7, new Terms("bob", 39_000, "KRW"), LATER));
    assertThat(told(decision)).isEqualTo(Reason.AMOUNT_DIFFERS.name());
  }

  @Test
  void a_tombstone_that_nobody_told_the_terms_does_not_charge() {
    Payment tombstone = after(new Voided(null, "CANCEL_REQUESTED", NOON));
    assertThat(Payment.decide(tombstone, new RequestCharge(7, TERMS, LATER))).isEqualTo(accepted());
  }

  @Test
  void the_whole_way_is_told_by_the_payment() {
    Payment parked = STATES.get("parked");
    assertThat(parked)
        .isEqualTo(
            new Payment(
                7,
                70,
                4,
                PaymentStatus.CANCELLING,
                TERMS,
                "CANCEL_REQUESTED",
                "NOT_POSSIBLE",
                NOON,
                null,
                NOON,
                NOON));
    Payment settled = Payment.evolve(parked, new RefundSettled("otto", LATER));
    assertThat(settled)
        .isEqualTo(
            new Payment(
                7,
                70,
                5,
                PaymentStatus.CANCELLED,
                TERMS,
                "CANCEL_REQUESTED",
                null,
                null,
                "otto",
                NOON,
                LATER));
  }

  @Test
  void retrying_ends_the_parking() {
    Payment retried = Payment.evolve(STATES.get("parked"), new RefundRetried(LATER));
    assertThat(retried.parked()).isFalse();
    assertThat(retried.status()).isEqualTo(PaymentStatus.CANCELLING);
  }

  @Test
  void an_amount_below_one_cannot_be_said() {
    assertThatThrownBy(() -> new Terms("alice", 0, "KRW"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Payment after(PaymentEvent... events) {
    Payment now = Payment.absent(7, 70);
    for (PaymentEvent event : events) now = Payment.evolve(now, event);
    return now;
  }
}
