package insurancecontract.view.query;

import static insurancecontract.view.query.Progress.Step.APPLIED;
import static insurancecontract.view.query.Progress.Step.APPROVED;
import static insurancecontract.view.query.Progress.Step.CONTRACTED;
import static insurancecontract.view.query.Progress.Step.DECIDED;
import static insurancecontract.view.query.Progress.Step.PAYMENT_FAILED;
import static insurancecontract.view.query.Progress.Step.REFUNDED;
import static insurancecontract.view.query.Progress.Step.REFUSED;
import static insurancecontract.view.query.Progress.Step.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.view.query.Progress.Step;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressTest {
  @ParameterizedTest
  @CsvSource({
    "PENDING_PAYMENT, 1, PAID",
    "PAID, 2, ASSIGNED",
    "UNDERWRITING, 3, DECIDED",
    "REFUSED, 4, REFUNDED",
    "CANCEL_REQUESTED, 3, REFUNDED",
    "WITHDRAW_REQUESTED, 6, REFUNDED"
  })
  void while_something_is_under_way_the_step_after_those_done_is_the_current_one(
      SubscriptionStatus status, int done, Step current) {
    Progress progress = progress(status, "APPROVED");
    assertThat(progress.done()).isEqualTo(done);
    assertThat(progress.steps().get(done)).isEqualTo(current);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTRACTED", "CANCELLED", "WITHDRAWN", "PAYMENT_FAILED"})
  void at_the_end_every_step_is_done(SubscriptionStatus status) {
    Progress progress = progress(status, "CANCELLED");
    assertThat(progress.done()).isEqualTo(progress.steps().size());
  }

  @Test
  void a_refusal_is_complete_once_the_premium_is_refunded() {
    assertThat(progress(SubscriptionStatus.REFUSED, "CANCELLED").done()).isEqualTo(5);
  }

  @Test
  void the_decision_is_named_once_it_is_known() {
    assertThat(progress(SubscriptionStatus.UNDERWRITING, "APPROVED").steps()).contains(DECIDED);
    assertThat(progress(SubscriptionStatus.CONTRACTED, "APPROVED").steps()).contains(APPROVED);
    assertThat(progress(SubscriptionStatus.REFUSED, "APPROVED").steps()).contains(REFUSED);
    assertThat(progress(SubscriptionStatus.WITHDRAWN, "CANCELLED").steps())
        .endsWith(CONTRACTED, WITHDRAWN, REFUNDED);
    assertThat(progress(SubscriptionStatus.PAYMENT_FAILED, null).steps())
        .containsExactly(APPLIED, PAYMENT_FAILED);
  }

  @Test
  void a_status_that_is_not_known_has_no_progress() {
    assertThat(Progress.of(null, "APPROVED")).isEmpty();
    assertThat(Progress.of("REINSTATED", null)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(SubscriptionStatus.class)
  void every_completed_step_but_the_first_has_the_event_that_completed_it(
      SubscriptionStatus status) {
    Set<Step> completed = EnumSet.noneOf(Step.class);
    for (String event :
        Set.of(
            "SubscriptionCreated",
            "UnderwriterConfirmed",
            "UnderwritingApproved",
            "SubscriptionRefused",
            "SubscriptionContracted",
            "CancelRequested",
            "WithdrawalRequested",
            "PaymentCancelled",
            "SubscriptionAbandoned")) {
      completed.add(Progress.completedBy(event).orElseThrow());
    }
    Progress progress = progress(status, "APPROVED");
    assertThat(completed).containsAll(progress.steps().subList(1, progress.done()));
  }

  @Test
  void other_events_complete_no_step() {
    assertThat(Progress.completedBy("UnderwritingRegistered")).isEmpty();
    assertThat(Progress.completedBy("UnderwriterPromoted")).isEmpty();
  }

  private static Progress progress(SubscriptionStatus status, String paymentStatus) {
    return Progress.of(status.name(), paymentStatus).orElseThrow();
  }
}
