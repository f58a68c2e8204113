package insurancecontract.underwriting.domain;

import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.UMA;
import static insurancecontract.underwriting.domain.Sample.UWE;
import static insurancecontract.underwriting.domain.Sample.approve;
import static insurancecontract.underwriting.domain.Sample.close;
import static insurancecontract.underwriting.domain.Sample.register;
import static insurancecontract.underwriting.domain.Sample.uma;
import static insurancecontract.underwriting.domain.Sample.uwe;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.RefusalCode;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.StaffCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.StaffCommand.Enrol;
import insurancecontract.underwriting.domain.WholeDesk.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskTest {
  private final WholeDesk desk = new WholeDesk();

  private void given(DeskCommand... commands) {
    assertThat(desk.handle(List.of(commands)))
        .noneMatch(step -> step.handled().decision() instanceof Refused);
  }

  private void when(DeskCommand... commands) {
    given(commands);
  }

  /** Such as {@code "1 ASSIGNED 2"}: the case, its status and on whose desk it is. */
  private List<String> cases() {
    return desk.cases().values().stream()
        .map(
            each ->
                each.underwritingId()
                    + " "
                    + each.status()
                    + (each.underwriterId().isPresent()
                        ? " " + each.underwriterId().getAsLong()
                        : ""))
        .toList();
  }

  private static RefusalCode reason(Step step) {
    return ((Refused<?>) step.handled().decision()).refusal().code();
  }

  @Test
  void cases_go_to_the_least_loaded_and_to_the_lower_id_among_equals() {
    given(uma(3), uwe(2));

    when(register(10), register(11), register(12), register(13), register(14));

    assertThat(cases())
        .containsExactly(
            "1 ASSIGNED 1", "2 ASSIGNED 2", "3 ASSIGNED 1", "4 ASSIGNED 2", "5 ASSIGNED 1");
  }

  @Test
  void a_case_waits_when_nobody_has_room() {
    given(uma(1));

    when(register(10), register(11));

    assertThat(cases()).containsExactly("1 ASSIGNED 1", "2 WAITING");
  }

  @Test
  void a_registered_case_is_published_as_waiting_and_then_as_assigned() {
    given(uma(1));

    Step step = desk.handle(register(10));

    assertThat(step.effects())
        .extracting(change -> change.after().version() + " " + change.after().status())
        .containsExactly("1 WAITING", "2 ASSIGNED");
  }

  @Test
  void a_decision_makes_room_for_the_longest_waiting_case() {
    given(uma(1), register(10), register(11), register(12));

    Step step = desk.handle(approve(1));

    assertThat(step.effects())
        .extracting(change -> change.after().underwritingId())
        .containsExactly(1L, 2L);
    assertThat(cases()).containsExactly("1 APPROVED 1", "2 ASSIGNED 1", "3 WAITING");
  }

  @Test
  void closing_an_open_case_makes_room_for_a_waiting_one() {
    given(uma(1), register(10), register(11));

    when(close(10));

    assertThat(cases()).containsExactly("1 CLOSED 1", "2 ASSIGNED 1");
  }

  @Test
  void closing_a_decided_case_makes_no_room() {
    given(uma(1), register(10), register(11), register(12), approve(1));

    when(close(10));

    assertThat(cases()).containsExactly("1 CLOSED 1", "2 ASSIGNED 1", "3 WAITING");
  }

  @Test
  void a_closed_waiting_case_is_skipped() {
    given(uma(1), register(10), register(11), register(12));

    when(close(11), approve(1));

    assertThat(cases()).containsExactly("1 APPROVED 1", "2 CLOSED", "3 ASSIGNED 1");
  }

  @Test
  void opening_twice_in_one_batch_opens_one_case() {
    given(uma(5));

    List<Step> steps = desk.handle(List.of(register(10), register(10)));

    assertThat(steps.get(1).effects()).isEmpty();
    assertThat(cases()).containsExactly("1 ASSIGNED 1");
  }

  @Test
  void a_close_before_its_register_leaves_a_closed_case_for_good() {
    given(uma(5), close(10));

    when(register(10));

    assertThat(cases()).containsExactly("1 CLOSED");
  }

  @Test
  void opened_and_closed_in_one_batch_takes_up_no_room() {
    given(uma(1));

    when(register(10), close(10), register(11));

    assertThat(cases()).containsExactly("1 CLOSED 1", "2 ASSIGNED 1");
  }

  @Test
  void reassigning_moves_the_case_and_its_room() {
    given(uma(2), uwe(2), register(10), new Assign(1, UWE, NOON));

    when(register(11), register(12), register(13));

    assertThat(cases())
        .containsExactly("1 ASSIGNED 2", "2 ASSIGNED 1", "3 ASSIGNED 1", "4 ASSIGNED 2");
  }

  @Test
  void reassigning_to_someone_without_room_is_refused() {
    given(uma(1), uwe(1), register(10), register(11));

    assertThat(reason(desk.handle(new Assign(1, UWE, NOON)))).isEqualTo(Reason.NO_ROOM);
  }

  @Test
  void reassigning_to_an_unknown_underwriter_is_refused() {
    given(uma(1), register(10));

    assertThat(reason(desk.handle(new Assign(1, 99, NOON)))).isEqualTo(Reason.UNKNOWN_UNDERWRITER);
  }

  @Test
  void reassigning_to_the_same_underwriter_is_a_no_op_although_the_desk_is_full() {
    given(uma(1), register(10));

    Step step = desk.handle(new Assign(1, UMA, NOON));

    assertThat(step.handled().decision()).isEqualTo(Decision.unchanged());
  }

  @Test
  void a_supervisor_may_assign_a_waiting_case_out_of_order_where_there_is_room() {
    UnderwritingCase first = waiting(1, 10);
    UnderwritingCase second = waiting(2, 11);
    Underwriter free = new Underwriter(UMA, "uma", 1, 1, 0);
    DeskState state =
        new DeskState(List.of(free), List.of(second), List.of(first, second), List.of());

    var changes = Desk.decide(state, List.of(new Traced<>(new Assign(2, UMA, NOON), null)));

    assertThat(changes.cases().changes())
        .extracting(change -> change.after().underwritingId())
        .containsExactly(2L);
  }

  private static UnderwritingCase waiting(long underwritingId, long subscriptionId) {
    return UnderwritingCase.evolve(
        new UnderwritingCase.Absent(underwritingId, subscriptionId),
        new CaseEvent.Registered(underwritingId, Sample.APPLICATION, NOON));
  }

  @Test
  void more_capacity_assigns_as_many_waiting_cases_as_fit() {
    given(uma(0), register(10), register(11), register(12));

    Step step = desk.handle(new ChangeCapacity(UMA, 2, NOON));

    assertThat(step.handled().after()).isEqualTo(Optional.of(new Underwriter(UMA, "uma", 2, 0, 2)));
    assertThat(cases()).containsExactly("1 ASSIGNED 1", "2 ASSIGNED 1", "3 WAITING");
  }

  @Test
  void less_capacity_takes_nothing_away_and_assigns_nothing_until_there_is_room() {
    given(uma(2), register(10), register(11), register(12));

    when(new ChangeCapacity(UMA, 1, NOON), approve(1));

    assertThat(cases()).containsExactly("1 APPROVED 1", "2 ASSIGNED 1", "3 WAITING");
  }

  @Test
  void the_capacity_of_an_unknown_underwriter_cannot_be_changed() {
    assertThat(reason(desk.handle(new ChangeCapacity(UMA, 1, NOON))))
        .isEqualTo(Reason.UNKNOWN_UNDERWRITER);
  }

  @Test
  void a_supervisors_capacity_outlives_a_restart_with_the_same_configuration() {
    given(uma(5), new ChangeCapacity(UMA, 3, NOON));

    when(uma(5));

    assertThat(desk.underwriters().get(0).capacity()).isEqualTo(3);
  }

  @Test
  void a_new_configured_capacity_takes_effect() {
    given(uma(5), new ChangeCapacity(UMA, 3, NOON));

    when(uma(6));

    assertThat(desk.underwriters().get(0).capacity()).isEqualTo(6);
  }

  @Test
  void a_new_configured_name_is_taken_over() {
    given(uma(5));

    when(new Enrol(UMA, "Uma the second", 5, NOON));

    assertThat(desk.underwriters().get(0).name()).isEqualTo("Uma the second");
  }

  @Test
  void enrolling_again_unchanged_stores_nothing() {
    given(uma(5));

    DeskState state = desk.part(Concern.ofStaff(List.of(uma(5))));
    assertThat(Desk.decideStaff(state, List.of(new Traced<>(uma(5), null))).staff()).isEmpty();
  }
}
