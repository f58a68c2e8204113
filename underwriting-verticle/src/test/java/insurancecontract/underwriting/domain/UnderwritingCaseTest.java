package insurancecontract.underwriting.domain;

import static insurancecontract.underwriting.domain.Sample.APPLICATION;
import static insurancecontract.underwriting.domain.Sample.BY_SUE;
import static insurancecontract.underwriting.domain.Sample.BY_UMA;
import static insurancecontract.underwriting.domain.Sample.BY_UWE;
import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.UMA;
import static insurancecontract.underwriting.domain.Sample.UWE;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.underwriting.domain.DeskCommand.Approve;
import insurancecontract.underwriting.domain.DeskCommand.Close;
import insurancecontract.underwriting.domain.DeskCommand.Reassign;
import insurancecontract.underwriting.domain.DeskCommand.Refuse;
import insurancecontract.underwriting.domain.DeskCommand.Register;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnderwritingCaseTest {
  private static final long ID = 3;
  private static final long SUBSCRIPTION = 30;
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final CaseEvent REGISTERED = new CaseEvent.Registered(APPLICATION, NOON);
  private static final CaseEvent ASSIGNED = new CaseEvent.Assigned(UMA, NOON);
  private static final CaseEvent APPROVED = new CaseEvent.Approved("uma", NOON);
  private static final CaseEvent REFUSED = new CaseEvent.Refused("uma", "too risky", NOON);
  private static final CaseEvent CLOSED = new CaseEvent.Closed(NOON);

  private static final Map<CaseStatus, UnderwritingCase> IN_STATUS =
      Map.of(
          CaseStatus.ABSENT, after(),
          CaseStatus.WAITING, after(REGISTERED),
          CaseStatus.ASSIGNED, after(REGISTERED, ASSIGNED),
          CaseStatus.APPROVED, after(REGISTERED, ASSIGNED, APPROVED),
          CaseStatus.REFUSED, after(REGISTERED, ASSIGNED, REFUSED),
          CaseStatus.CLOSED, after(REGISTERED, ASSIGNED, CLOSED));

  private static final Map<String, DeskCommand> COMMANDS =
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
          Map.entry("reassign to uma", new Reassign(ID, UMA, LATER)),
          Map.entry("reassign to uwe", new Reassign(ID, UWE, LATER)));

  private static UnderwritingCase after(CaseEvent... events) {
    UnderwritingCase now = UnderwritingCase.absent(ID, SUBSCRIPTION);
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
          register                | Registered     | no news        | no news        | no news         | no news         | no news
          close                   | Closed         | Closed         | Closed         | Closed          | Closed          | no news
          approve by uma          | CASE_NOT_FOUND | CASE_NOT_FOUND | Approved       | no news         | ALREADY_DECIDED | CASE_CLOSED
          approve by uwe          | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND  | CASE_NOT_FOUND  | CASE_NOT_FOUND
          approve by sue          | CASE_NOT_FOUND | NOT_ASSIGNED   | Approved       | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          refuse by uma           | CASE_NOT_FOUND | CASE_NOT_FOUND | Refused        | ALREADY_DECIDED | no news         | CASE_CLOSED
          refuse by uma otherwise | CASE_NOT_FOUND | CASE_NOT_FOUND | Refused        | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          refuse by uwe           | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND | CASE_NOT_FOUND  | CASE_NOT_FOUND  | CASE_NOT_FOUND
          refuse by sue           | CASE_NOT_FOUND | NOT_ASSIGNED   | Refused        | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          reassign to uma         | CASE_NOT_FOUND | Assigned       | no news        | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          reassign to uwe         | CASE_NOT_FOUND | Assigned       | Assigned       | ALREADY_DECIDED | ALREADY_DECIDED | CASE_CLOSED
          """)
  void every_command_in_every_status(
      String command,
      String absent,
      String waiting,
      String assigned,
      String approved,
      String refused,
      String closed) {
    Map<CaseStatus, String> decided =
        IN_STATUS.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each ->
                        inWords(UnderwritingCase.decide(each.getValue(), COMMANDS.get(command)))));

    assertThat(decided)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                CaseStatus.ABSENT, absent,
                CaseStatus.WAITING, waiting,
                CaseStatus.ASSIGNED, assigned,
                CaseStatus.APPROVED, approved,
                CaseStatus.REFUSED, refused,
                CaseStatus.CLOSED, closed));
  }

  private static String inWords(Decision decision) {
    if (decision instanceof Decision.Refused refused) return refused.reason().name();
    List<CaseEvent> events = ((Decision.Accepted) decision).events();
    return events.isEmpty() ? "no news" : events.get(0).getClass().getSimpleName();
  }

  @Test
  void every_status_has_its_place_in_the_table() {
    assertThat(IN_STATUS).containsOnlyKeys(CaseStatus.values());
  }

  @Test
  void a_refusal_of_a_late_decision_names_the_decision_that_holds() {
    Decision decision =
        UnderwritingCase.decide(IN_STATUS.get(CaseStatus.REFUSED), new Approve(ID, BY_SUE, LATER));

    assertThat(((Decision.Refused) decision).detail()).contains("refused already");
  }

  @Test
  void every_kind_of_event_has_an_evolution() {
    List<CaseEvent> oneOfEach = List.of(REGISTERED, ASSIGNED, APPROVED, REFUSED, CLOSED);

    assertThat(oneOfEach)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(CaseEvent.class.getPermittedSubclasses());
    // Throws for a kind that evolve forgot.
    assertThat(after(oneOfEach.toArray(CaseEvent[]::new)).version()).isEqualTo(5);
  }

  @Test
  void a_refused_case_knows_who_refused_it_when_and_why() {
    UnderwritingCase refused = after(REGISTERED, ASSIGNED, REFUSED);

    assertThat(refused.reason()).contains("too risky");
    assertThat(refused.decidedBy()).contains("uma");
    assertThat(refused.decidedAt()).contains(NOON);
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
