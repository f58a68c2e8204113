package insurancecontract.underwriting.domain;

import static insurancecontract.underwriting.domain.Sample.APPLICATION;
import static insurancecontract.underwriting.domain.Sample.BY_SUE;
import static insurancecontract.underwriting.domain.Sample.BY_UMA;
import static insurancecontract.underwriting.domain.Sample.BY_UWE;
import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.UMA;
import static insurancecontract.underwriting.domain.Sample.UWE;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.CaseCommand.Close;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import insurancecontract.underwriting.domain.UnderwritingCase.Absent;
import insurancecontract.underwriting.domain.UnderwritingCase.Approved;
import insurancecontract.underwriting.domain.UnderwritingCase.Assigned;
import insurancecontract.underwriting.domain.UnderwritingCase.Closed;
import insurancecontract.underwriting.domain.UnderwritingCase.Refused;
import insurancecontract.underwriting.domain.UnderwritingCase.Verdict;
import insurancecontract.underwriting.domain.UnderwritingCase.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnderwritingCaseTest {
  private static final long ID = 3;
  private static final long SUBSCRIPTION = 30;
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final CaseEvent REGISTERED = new CaseEvent.Registered(ID, APPLICATION, NOON);
  private static final CaseEvent ASSIGNED = new CaseEvent.Assigned(ID, UMA, NOON);
  private static final CaseEvent APPROVED = new CaseEvent.Approved(ID, "uma", NOON);
  private static final CaseEvent REFUSED = new CaseEvent.Refused(ID, "uma", "too risky", NOON);
  private static final CaseEvent CLOSED = new CaseEvent.Closed(ID, NOON);

  private static final Map<Class<?>, UnderwritingCase> STATES =
      Map.of(
          Absent.class, after(),
          Waiting.class, after(REGISTERED),
          Assigned.class, after(REGISTERED, ASSIGNED),
          Approved.class, after(REGISTERED, ASSIGNED, APPROVED),
          Refused.class, after(REGISTERED, ASSIGNED, REFUSED),
          Closed.class, after(REGISTERED, ASSIGNED, CLOSED));

  private static final Map<String, CaseCommand> COMMANDS =
      Map.ofEntries(
          Map.entry("register", new Register(SUBSCRIPTION, APPLICATION, LATER)),
          Map.entry("close", new Close(SUBSCRIPTION, LATER)),
          Map.entry("approve by uma", new Approve(ID, BY_UMA, LATER)),
          Map.entry("approve by uwe", new Approve(ID, BY_UWE, LATER)),
          Map.entry("approve by sue", new Approve(ID, BY_SUE, LATER)),
          Map.entry("refuse by uma", new Refuse(ID, BY_UMA, "too risky", LATER)),
          Map.entry("refuse by uma otherwise", new Refuse(ID, BY_UMA, "too old", LATER)),
          Map.entry("refuse by uwe", new Refuse(ID, BY_UWE, "too risky", LATER)),
          Map.entry("refuse by sue", new Refuse(ID, BY_SUE, "too risky", LATER)),
          Map.entry("reassign to uma", new Assign(ID, UMA, LATER)),
          Map.entry("reassign to uwe", new Assign(ID, UWE, LATER)));

  private static UnderwritingCase after(CaseEvent... events) {
    UnderwritingCase now = new Absent(ID, SUBSCRIPTION);
    for (CaseEvent event : events) {
      now = UnderwritingCase.evolve(now, event);
    }
    return now;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          command                 | ABSENT         | WAITING        | ASSIGNED       | APPROVED        | REFUSED         | CLOSED
          register                | Registered     | no-op        | no-op        | no-op         | no-op         | no-op
          close                   | Closed         | Closed         | Closed         | Closed          | Closed          | no-op
          approve by uma          | CASE_NOT_FOUND | CASE_NOT_FOUND | Approved       | no-op         | ALREADY_DECIDED | CASE_CLOSED
          approve by uwe          | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND  | CASE_NOT_FOUND  | CASE_NOT_FOUND
          approve by sue          | CASE_NOT_FOUND | NOT_ASSIGNED   | Approved       | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          refuse by uma           | CASE_NOT_FOUND | CASE_NOT_FOUND | Refused        | ALREADY_DECIDED | no-op         | CASE_CLOSED
          refuse by uma otherwise | CASE_NOT_FOUND | CASE_NOT_FOUND | Refused        | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          refuse by uwe           | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND  | CASE_NOT_FOUND  | CASE_NOT_FOUND
          refuse by sue           | CASE_NOT_FOUND | NOT_ASSIGNED   | Refused        | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          reassign to uma         | CASE_NOT_FOUND | Assigned       | no-op        | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          reassign to uwe         | CASE_NOT_FOUND | Assigned       | Assigned       | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          """)
  void every_command_in_every_state(
      String command,
      String absent,
      String waiting,
      String assigned,
      String approved,
      String refused,
      String closed) {
    Map<Class<?>, String> decided =
        STATES.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each ->
                        inWords(UnderwritingCase.decide(each.getValue(), COMMANDS.get(command)))));

    assertThat(decided)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Absent.class, absent,
                Waiting.class, waiting,
                Assigned.class, assigned,
                Approved.class, approved,
                Refused.class, refused,
                Closed.class, closed));
  }

  private static String inWords(Decision<CaseEvent> decision) {
    if (decision instanceof Decision.Refused<CaseEvent> no) return no.refusal().code().name();
    if (decision instanceof Decision.Unchanged) return "no-op";
    return decision.events().get(0).getClass().getSimpleName();
  }

  @Test
  void every_state_has_its_column_in_the_table() {
    assertThat(STATES.keySet()).isEqualTo(leaves(UnderwritingCase.class).collect(toSet()));
    STATES.forEach((state, example) -> assertThat(example).isInstanceOf(state));
  }

  @Test
  void every_command_has_its_rows_in_the_table() {
    assertThat(COMMANDS.values().stream().map(Object::getClass).collect(toSet()))
        .isEqualTo(leaves(CaseCommand.class).collect(toSet()));
  }

  /** The records of a sealed hierarchy. */
  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(UnderwritingCaseTest::leaves)
        : Stream.of(type);
  }

  @Test
  void every_status_belongs_to_one_state() {
    assertThat(
            STATES.values().stream()
                .filter(each -> !(each instanceof Absent))
                .map(UnderwritingCase::status))
        .containsExactlyInAnyOrder(UnderwritingStatus.values());
  }

  @Test
  void a_refusal_of_a_late_decision_names_the_decision_that_holds() {
    assertThat(UnderwritingCase.decide(STATES.get(Refused.class), new Approve(ID, BY_SUE, LATER)))
        .isEqualTo(
            Decision.refused(Reason.ALREADY_DECIDED, "decision", UnderwritingStatus.REFUSED));
  }

  @Test
  void every_kind_of_event_has_an_evolution() {
    List<CaseEvent> oneOfEach = List.of(REGISTERED, ASSIGNED, APPROVED, REFUSED, CLOSED);

    assertThat(oneOfEach)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(CaseEvent.class.getPermittedSubclasses());
    // Each throws for a kind that evolve forgot.
    assertThat(after(REGISTERED, ASSIGNED, APPROVED, CLOSED).version()).isEqualTo(4);
    assertThat(after(REGISTERED, ASSIGNED, REFUSED, CLOSED).version()).isEqualTo(4);
  }

  @Test
  void an_event_that_no_legal_move_leads_to_is_a_bug() {
    assertThatThrownBy(() -> assertThat(after(APPROVED)).isNull())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("No evolution");
  }

  @Test
  void a_refused_case_knows_who_refused_it_when_and_why() {
    Refused refused = (Refused) after(REGISTERED, ASSIGNED, REFUSED);

    assertThat(refused.reason()).isEqualTo("too risky");
    assertThat(refused.verdict()).isEqualTo(new Verdict("uma", NOON));
    assertThat(refused.isOnDeskOf(UMA)).isTrue();
  }

  @Test
  void a_case_closed_before_it_was_opened_is_nobodys() {
    UnderwritingCase closed = after(CLOSED);

    assertThat(closed.application()).isEqualTo(Optional.empty());
    assertThat(new Viewer.OwnApplications("alice").sees(closed)).isFalse();
    assertThat(new Viewer.Everything().sees(closed)).isTrue();
  }
}
