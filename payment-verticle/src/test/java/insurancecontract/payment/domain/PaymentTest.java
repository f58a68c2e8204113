package insurancecontract.payment.domain;

import static insurancecontract.chassis.decision.Decision.unchanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Header;
import insurancecontract.payment.domain.Payment.Parked;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PaymentTest {
  private static final PaymentRules RULES = new PaymentRules();
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Terms TERMS = new Terms("alice", 39_000, "KRW");

  private static final PaymentEvent REQUESTED = new ChargeRequested(TERMS, NOON);
  private static final PaymentEvent APPROVED = new ChargeApproved(NOON);
  private static final PaymentEvent DECLINED = new ChargeDeclined("CARD_DECLINED", NOON);
  private static final PaymentEvent TO_REFUND = new RefundRequested("CANCEL_REQUESTED", NOON);
  private static final PaymentEvent PARKED = new RefundParked("NOT_POSSIBLE", NOON);
  private static final PaymentEvent REFUNDED = new Refunded(NOON);
  private static final PaymentEvent VOIDED = new Voided(Optional.of(TERMS), "TIMED_OUT", NOON);

  private static final Map<String, Payment> STATES =
      Map.of(
          "ABSENT", after(),
          "REQUESTED", after(REQUESTED),
          "APPROVED", after(REQUESTED, APPROVED),
          "DECLINED", after(REQUESTED, DECLINED),
          "CANCELLING", after(REQUESTED, APPROVED, TO_REFUND),
          "parked", after(REQUESTED, APPROVED, TO_REFUND, PARKED),
          "CANCELLED", after(REQUESTED, APPROVED, TO_REFUND, REFUNDED),
          "VOID", after(VOIDED));

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

  /** What every command does in every state; a dash is a no-op. */
  private static final String TABLE =
      """
      state      RequestCharge   RecordApproval   RecordDecline    Refund          Abandon         RecordRefund     ParkRefund       RetryRefund   SettleRefund
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
  List<DynamicTest> every_command_in_every_state() {
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
                    assertThat(summary(RULES.decide(STATES.get(state), COMMANDS.get(command))))
                        .isEqualTo(expected)));
      }
    }
    return tests;
  }

  private static String summary(Decision<PaymentEvent> decision) {
    if (decision instanceof Refused<PaymentEvent> refused) return refused.refusal().code().name();
    List<PaymentEvent> events = decision.events();
    return events.isEmpty() ? "-" : events.get(0).getClass().getSimpleName();
  }

  @Test
  void the_table_names_every_state_every_status_and_every_command() {
    List<String> rows = TABLE.lines().skip(1).map(line -> line.split(" +", -1)[0]).toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(STATES.keySet());
    assertThat(STATES.values())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(records(Payment.class).toList());
    assertThat(existing()).extracting(Existing::status).contains(PaymentStatus.values());
    assertThat(COMMANDS.values())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(PaymentCommand.class.getPermittedSubclasses());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    if (type.isRecord()) return Stream.of(type);
    return Arrays.stream(type.getPermittedSubclasses()).flatMap(PaymentTest::records).distinct();
  }

  private static List<Existing> existing() {
    return STATES.values().stream()
        .filter(Existing.class::isInstance)
        .map(Existing.class::cast)
        .toList();
  }

  /** The rules make no event that they cannot apply, and have no event that they never make. */
  @Test
  void every_event_of_every_decision_evolves_the_state_by_one_version() {
    List<Class<?>> made = new ArrayList<>();
    for (Payment state : STATES.values()) {
      for (PaymentCommand command : COMMANDS.values()) {
        for (PaymentEvent event : RULES.decide(state, command).events()) {
          made.add(event.getClass());
          Payment after = RULES.evolve(state, event);
          assertThat(after.version()).isEqualTo(state.version() + 1);
          assertThat(after.subscriptionId()).isEqualTo(7);
          assertThat(after.paymentId()).isEqualTo(70);
          assertThat(((Existing) after).header().updatedAt()).isEqualTo(LATER);
        }
      }
    }
    assertThat(made).contains(PaymentEvent.class.getPermittedSubclasses());
  }

  @Test
  void an_event_that_does_not_fit_the_state_is_a_fault() {
    assertThatThrownBy(() -> RULES.evolve(after(), APPROVED)).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_charge_for_another_amount_is_refused() {
    Decision<PaymentEvent> decision =
        RULES.decide(
            after(REQUESTED, APPROVED),
            new RequestCharge(7, new Terms("alice", 39_001, "KRW"), LATER));
    assertThat(summary(decision)).isEqualTo(RefusalReason.AMOUNT_DIFFERS.name());
  }

  @Test
  void a_charge_for_another_customer_is_refused_even_when_all_is_over() {
    Decision<PaymentEvent> decision =
        RULES.decide(
            STATES.get("CANCELLED"), new RequestCharge(7, new Terms("bob", 39_000, "KRW"), LATER));
    assertThat(summary(decision)).isEqualTo(RefusalReason.AMOUNT_DIFFERS.name());
  }

  @Test
  void a_tombstone_without_terms_does_not_charge() {
    Payment tombstone = after(new Voided(Optional.empty(), "CANCEL_REQUESTED", NOON));
    assertThat(RULES.decide(tombstone, new RequestCharge(7, TERMS, LATER))).isEqualTo(unchanged());
  }

  @Test
  void a_parked_and_a_settled_payment_hold_their_whole_history() {
    Payment parked = STATES.get("parked");
    assertThat(parked)
        .isEqualTo(
            new Parked(
                new Header(7, 70, 4, NOON, NOON), TERMS, "CANCEL_REQUESTED", "NOT_POSSIBLE", NOON));
    assertThat(RULES.evolve(parked, new RefundSettled("otto", LATER)))
        .isEqualTo(
            new Cancelled(
                new Header(7, 70, 5, NOON, LATER), TERMS, "CANCEL_REQUESTED", Optional.of("otto")));
  }

  @Test
  void retrying_ends_the_parking() {
    Payment retried = RULES.evolve(STATES.get("parked"), new RefundRetried(LATER));
    assertThat(retried)
        .isEqualTo(new Cancelling(new Header(7, 70, 5, NOON, LATER), TERMS, "CANCEL_REQUESTED"));
  }

  @Test
  void an_amount_below_one_is_rejected() {
    assertThatThrownBy(() -> new Terms("alice", 0, "KRW"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Payment after(PaymentEvent... events) {
    Payment now = new Absent(7, 70);
    for (PaymentEvent event : events) now = RULES.evolve(now, event);
    return now;
  }
}
