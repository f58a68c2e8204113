package insurancecontract.audit;

import static insurancecontract.audit.Dossiers.application;
import static insurancecontract.audit.Dossiers.cancelled;
import static insurancecontract.audit.Dossiers.contracted;
import static insurancecontract.audit.Dossiers.failed;
import static insurancecontract.audit.Dossiers.movement;
import static insurancecontract.audit.Dossiers.refused;
import static insurancecontract.audit.Dossiers.withdrawn;
import static insurancecontract.audit.Invariant.CONTRACT;
import static insurancecontract.audit.Invariant.FAILED_PAYMENT;
import static insurancecontract.audit.Invariant.MONEY;
import static insurancecontract.audit.Invariant.MONEY_BACK;
import static insurancecontract.audit.Invariant.NO_END;
import static insurancecontract.audit.Invariant.ONLY_ONE;
import static insurancecontract.audit.Invariant.VIEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvariantTest {
  @ParameterizedTest
  @MethodSource("wholeOnes")
  void every_invariant_holds_for_an_application_that_ended_well(Dossiers dossier) {
    assertThat(Invariant.values())
        .allSatisfy(invariant -> assertThat(invariant.check(dossier.build()).details()).isEmpty());
  }

  static Stream<Dossiers> wholeOnes() {
    return Stream.of(
        contracted(),
        refused(),
        cancelled(),
        cancelled().noCase(),
        withdrawn(),
        failed("DECLINED"),
        failed("VOID"),
        failed("CANCELLED").ledger(1, 1),
        failed("CANCELLED").ledger(0, 0),
        application("PAID").payment("APPROVED").underwritingCase("WAITING").ledger(1, 0),
        application("UNDERWRITING").payment("APPROVED").underwritingCase("ASSIGNED").ledger(1, 0));
  }

  @Test
  void the_numbers_are_those_of_the_design() {
    assertThat(Stream.of(Invariant.values()).map(Invariant::number))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  // 1

  @ParameterizedTest
  @ValueSource(strings = {"REQUESTED", "DECLINED", "CANCELLING", "CANCELLED", "VOID"})
  void a_contract_without_an_approved_payment_breaks_the_first(String payment) {
    assertBroken(CONTRACT, contracted().noPayment().payment(payment));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAITING", "ASSIGNED", "REFUSED", "CLOSED"})
  void a_contract_without_an_approved_case_breaks_the_first(String status) {
    assertBroken(CONTRACT, contracted().noCase().underwritingCase(status));
  }

  @Test
  void a_contract_without_any_payment_or_case_breaks_the_first() {
    assertBroken(CONTRACT, contracted().noPayment());
    assertBroken(CONTRACT, contracted().noCase());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAID", "UNDERWRITING", "CANCELLED", "WITHDRAWN", "REFUSED"})
  void paid_and_approved_without_a_contract_breaks_the_first(String status) {
    assertBroken(CONTRACT, application(status).payment("APPROVED").underwritingCase("APPROVED"));
  }

  // 2

  @Test
  void an_application_that_an_underwriter_has_cannot_be_cancelled() {
    assertBroken(MONEY_BACK, Dossiers.cancelled().tooLate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELLED", "REFUSED", "WITHDRAWN"})
  void an_application_that_ended_early_without_its_refund_breaks_the_second(String status) {
    assertBroken(MONEY_BACK, application(status).payment("APPROVED"));
    assertBroken(MONEY_BACK, application(status).payment("CANCELLING"));
    assertBroken(MONEY_BACK, application(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAITING", "ASSIGNED", "APPROVED", "REFUSED"})
  void a_cancelled_application_with_an_open_case_breaks_the_second(String status) {
    assertBroken(MONEY_BACK, cancelled().noCase().underwritingCase(status));
  }

  @Test
  void a_refused_refund_that_waits_for_a_person_breaks_nothing() {
    var parked = refused().noPayment().payment("CANCELLING", 30_000L, true, false).ledger(1, 0);

    assertThat(MONEY_BACK.check(parked.build()).broken()).isFalse();
    assertThat(MONEY.check(parked.build()).broken()).isFalse();
    assertThat(NO_END.check(parked.build()).broken()).isFalse();
    assertThat(parked.build().refundParked()).isTrue();
  }

  @Test
  void a_refusal_whose_refund_is_parked_is_open_and_does_not_hold() {
    var parked = refused().noPayment().payment("CANCELLING", 30_000L, true, false).ledger(1, 0);

    assertThat(MONEY_BACK.check(parked.build()).open()).isTrue();
    assertThat(NO_END.check(parked.build()).open()).isTrue();
    assertThat(MONEY_BACK.check(parked.build()).details())
        .containsExactly("REFUSED, but payment 70 is CANCELLING, its refund is parked");
  }

  // 3

  @Test
  void an_approved_payment_of_a_failed_application_breaks_the_third() {
    assertBroken(FAILED_PAYMENT, failed("APPROVED"));
  }

  // 4

  @Test
  void two_payments_that_charged_break_the_fourth() {
    assertBroken(ONLY_ONE, contracted().payment("CANCELLED"));
  }

  @Test
  void a_second_payment_that_never_charged_does_not() {
    assertThat(ONLY_ONE.check(contracted().payment("DECLINED").build()).broken()).isFalse();
  }

  @Test
  void two_cases_break_the_fourth() {
    assertBroken(ONLY_ONE, contracted().underwritingCase("CLOSED"));
  }

  @Test
  void a_key_that_the_provider_charged_twice_breaks_the_fourth() {
    assertBroken(ONLY_ONE, contracted().ledger(2, 1));
  }

  // 5

  @ParameterizedTest
  @ValueSource(strings = {"APPROVED", "CANCELLING", "CANCELLED"})
  void a_charge_without_its_subscription_breaks_the_fifth(String payment) {
    assertBroken(MONEY, application("absent").payment(payment).ledger(1, 1));
  }

  @Test
  void a_charge_of_another_amount_than_the_premium_breaks_the_fifth() {
    assertBroken(MONEY, contracted().noPayment().payment("APPROVED", 29_999L, false, false));
  }

  @Test
  void a_refund_given_twice_breaks_the_fifth() {
    assertBroken(MONEY, refused().ledger(2, 2));
    assertBroken(MONEY, refused().ledger(1, 2));
  }

  @Test
  void an_approved_payment_that_the_books_do_not_know_breaks_the_fifth() {
    assertBroken(MONEY, contracted().ledger(1, 1));
    assertBroken(MONEY, contracted().ledger(0, 0));
    assertBroken(MONEY, contracted().noLedger());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELLED", "DECLINED", "VOID"})
  void money_that_only_the_provider_knows_to_be_held_breaks_the_fifth(String payment) {
    assertBroken(MONEY, failed(payment).ledger(1, 0));
  }

  @Test
  void a_charge_without_any_payment_of_ours_breaks_the_fifth() {
    assertBroken(MONEY, application("PAYMENT_FAILED").ledger(1, 0));
  }

  @Test
  void a_charge_in_the_books_without_its_subscription_breaks_the_fifth() {
    assertBroken(MONEY, application("absent").ledger(1, 0));
    assertBroken(MONEY, application("absent").ledger(1, 1));
  }

  @Test
  void a_charge_in_the_books_of_another_amount_or_currency_breaks_the_fifth() {
    assertBroken(MONEY, contracted().statement(movement(Movement.Type.CHARGE, 29_999, "KRW")));
    assertBroken(MONEY, contracted().statement(movement(Movement.Type.CHARGE, 30_000, "USD")));
  }

  @Test
  void a_refund_in_the_books_of_another_amount_than_its_charge_breaks_the_fifth() {
    Movement charge = movement(Movement.Type.CHARGE, 30_000, "KRW");

    assertBroken(MONEY, refused().statement(charge, movement(Movement.Type.REFUND, 1, "KRW")));
    assertBroken(
        MONEY,
        failed("VOID").noPayment().statement(charge, movement(Movement.Type.REFUND, 1, "KRW")));
  }

  @Test
  void a_refund_in_the_books_without_any_charge_breaks_the_fifth() {
    assertBroken(MONEY, failed("VOID").ledger(0, 1));
  }

  @Test
  void money_given_back_by_hand_is_not_in_the_providers_books() {
    var settled = refused().noPayment().payment("CANCELLED", 30_000L, false, true).ledger(1, 0);
    assertThat(MONEY.check(settled.build()).broken()).isFalse();
  }

  @Test
  void a_provider_without_a_statement_breaks_nothing() {
    assertThat(MONEY.check(contracted().ledgerElsewhere().build()).broken()).isFalse();
  }

  // 6

  @Test
  void a_missing_view_row_breaks_the_sixth() {
    assertBroken(VIEW, contracted().view(null));
  }

  @Test
  void a_view_row_that_is_left_over_breaks_the_sixth() {
    assertBroken(VIEW, application("absent").view(contracted().trueView()));
  }

  @Test
  void a_view_row_that_differs_in_any_column_breaks_the_sixth() throws Exception {
    ViewFact truth = refused().trueView();
    RecordComponent[] columns = ViewFact.class.getRecordComponents();
    for (int i = 1; i < columns.length; i++) {
      ViewFact wrong = changed(truth, columns, i);

      assertThat(VIEW.check(refused().view(wrong).build()).details())
          .as(columns[i].getName())
          .singleElement()
          .asString()
          .contains(columns[i].getName());
    }
  }

  @Test
  void a_tombstone_is_not_announced() {
    ViewFact row = failed("CANCELLED").trueView();
    assertBroken(VIEW, failed("VOID").view(row));
  }

  @Test
  void an_application_that_is_not_announced_has_no_row() {
    assertThat(VIEW.check(application("PENDING_PAYMENT").view(null).build()).broken()).isFalse();
  }

  // 7

  @ParameterizedTest
  @ValueSource(strings = {"PENDING_PAYMENT", "CANCEL_REQUESTED", "WITHDRAW_REQUESTED"})
  void an_application_in_a_transient_status_breaks_the_seventh(String status) {
    assertBroken(NO_END, application(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUESTED", "CANCELLING"})
  void a_payment_in_a_transient_status_breaks_the_seventh(String payment) {
    assertBroken(NO_END, failed(payment));
  }

  /** Subscription has not read that the refund is done, or payment that it is due. */
  @Test
  void a_message_that_waits_for_a_person_is_under_way() {
    Dossiers cancelling = application("CANCEL_REQUESTED").payment("CANCELLED").ledger(1, 1);
    assertBroken(NO_END, cancelling);
    assertThat(NO_END.check(cancelling.messageParked().build()).concerned()).isFalse();

    Dossiers refused = refused().noPayment().payment("APPROVED").ledger(1, 0);
    assertBroken(MONEY_BACK, refused);
    assertThat(MONEY_BACK.check(refused.messageParked().build()).concerned()).isFalse();
  }

  @Test
  void no_parked_message_excuses_a_second_charge_or_refund() {
    assertBroken(ONLY_ONE, contracted().ledger(2, 0).messageParked());
    assertBroken(MONEY, refused().ledger(1, 2).messageParked());
  }

  private static void assertBroken(Invariant invariant, Dossiers dossier) {
    Finding finding = invariant.check(dossier.build());
    assertThat(finding.concerned()).isTrue();
    assertThat(finding.details()).isNotEmpty();
  }

  /** The same row with one column that says something else. */
  private static ViewFact changed(ViewFact row, RecordComponent[] columns, int which)
      throws ReflectiveOperationException {
    List<Object> values = new ArrayList<>();
    for (RecordComponent column : columns) {
      values.add(column.getAccessor().invoke(row));
    }
    Class<?> type = columns[which].getType();
    Object other =
        type == String.class ? "other" : type == Long.class ? (Object) 1L : Instant.EPOCH;
    values.set(which, other);
    Class<?>[] types = Stream.of(columns).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return ViewFact.class.getDeclaredConstructor(types).newInstance(values.toArray());
  }
}
