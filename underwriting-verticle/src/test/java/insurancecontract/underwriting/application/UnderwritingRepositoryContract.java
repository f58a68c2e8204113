package insurancecontract.underwriting.application;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static insurancecontract.underwriting.domain.Sample.APPLICATION;
import static insurancecontract.underwriting.domain.Sample.BY_SUE;
import static insurancecontract.underwriting.domain.Sample.BY_UMA;
import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.UMA;
import static insurancecontract.underwriting.domain.Sample.UWE;
import static insurancecontract.underwriting.domain.Sample.approve;
import static insurancecontract.underwriting.domain.Sample.close;
import static insurancecontract.underwriting.domain.Sample.register;
import static insurancecontract.underwriting.domain.Sample.uma;
import static insurancecontract.underwriting.domain.Sample.uwe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Changes;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskChanges;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.StaffCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.UnderwritingCase.Assignment;
import insurancecontract.underwriting.domain.UnderwritingCase.Header;
import insurancecontract.underwriting.domain.UnderwritingCase.Registration;
import insurancecontract.underwriting.domain.UnderwritingCase.Verdict;
import insurancecontract.underwriting.domain.Viewer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every repository must do; the fake passes the same tests as PostgreSQL. */
public interface UnderwritingRepositoryContract {
  /** A repository with nothing in it; the same one throughout a test. */
  UnderwritingRepository repository();

  /** What was announced, in order, such as {@code "10 v2 UnderwriterAssigned trace"}. */
  List<String> announced();

  private void given(DeskCommand... commands) {
    done(Submitted.to(new UnderwritingService(repository()), "trace", commands));
  }

  private UnderwritingCase found(long underwritingId) {
    return await(repository().find(underwritingId)).orElseThrow();
  }

  private List<Long> page(
      Viewer viewer, Optional<UnderwritingStatus> status, long before, int limit) {
    return await(repository().page(new CaseQuery(viewer, status, before, limit))).stream()
        .map(UnderwritingCase::underwritingId)
        .toList();
  }

  @Test
  default void a_case_comes_back_as_it_was_stored() {
    given(uma(1), register(10), new Refuse(1, BY_UMA, "too risky", NOON.plusMillis(1)));

    assertThat(found(1))
        .isEqualTo(
            new UnderwritingCase.Refused(
                new Header(1, 10, 3),
                new Registration(APPLICATION, NOON),
                new Assignment(UMA, NOON),
                new Verdict("uma", NOON.plusMillis(1)),
                "too risky"));
  }

  @Test
  default void a_waiting_case_comes_back_as_it_was_stored() {
    given(uma(0), register(10));

    assertThat(found(1))
        .isEqualTo(
            new UnderwritingCase.Waiting(
                new Header(1, 10, 1), new Registration(APPLICATION, NOON)));
  }

  @Test
  default void a_case_closed_before_it_was_opened_comes_back_as_it_was_stored() {
    given(uma(1), close(10));

    assertThat(found(1))
        .isEqualTo(
            UnderwritingCase.evolve(
                new UnderwritingCase.Absent(1, 10), new CaseEvent.Closed(1, NOON)));
  }

  /** What a case was when it was closed is stored with it. */
  @Test
  default void a_case_comes_back_in_the_state_that_it_was_closed_in() {
    Registration registration = new Registration(APPLICATION, NOON);
    Assignment assignment = new Assignment(UMA, NOON);
    Verdict verdict = new Verdict("sue", NOON);
    List<UnderwritingCase.Opened> opened =
        List.of(
            new UnderwritingCase.Approved(new Header(1, 10, 3), registration, assignment, verdict),
            new UnderwritingCase.Refused(
                new Header(2, 11, 3), registration, assignment, verdict, "too old"),
            new UnderwritingCase.Assigned(new Header(3, 12, 2), registration, assignment),
            new UnderwritingCase.Waiting(new Header(4, 13, 1), registration));
    given(uma(3), register(10), register(11), register(12), approve(1));
    given(new Refuse(2, BY_SUE, "too old", NOON), new ChangeCapacity(UMA, 1, NOON), register(13));
    for (UnderwritingCase.Opened each : opened) {
      assertThat(found(each.underwritingId())).isEqualTo(each);
    }

    given(close(13), close(12), close(11), close(10));

    for (UnderwritingCase.Opened each : opened) {
      Header header = new Header(each.underwritingId(), each.subscriptionId(), each.version() + 1);
      assertThat(found(each.underwritingId()))
          .isEqualTo(new UnderwritingCase.Closed(header, Optional.of(each)));
    }
  }

  @Test
  default void an_unknown_case_is_not_found() {
    assertThat(await(repository().find(1))).isEmpty();
  }

  @Test
  default void work_sees_the_underwriters_with_their_open_cases() {
    given(uma(2), uwe(1), register(10), register(11), register(12), approve(2));

    assertThat(await(repository().underwriters()))
        .containsExactly(
            new Underwriter(UMA, "uma", 2, 2, 2), new Underwriter(UWE, "uwe", 1, 1, 0));
  }

  @Test
  default void a_changed_capacity_is_kept_beside_the_configured_one() {
    given(uma(2), new ChangeCapacity(UMA, 7, NOON));

    assertThat(await(repository().underwriters()))
        .containsExactly(new Underwriter(UMA, "uma", 7, 2, 0));
  }

  @Test
  default void work_sees_only_as_many_waiting_cases_as_can_be_assigned() {
    given(uma(0), register(10), register(11), register(12));

    List<Long> waiting =
        await(
            repository()
                .transact(
                    Concern.of(List.of(approve(99), approve(98))),
                    state ->
                        new DeskChanges<>(
                            new Changes<>(
                                List.of(),
                                state.waiting().stream()
                                    .map(UnderwritingCase::underwritingId)
                                    .toList()),
                            List.of())));

    assertThat(waiting).containsExactly(1L, 2L);
  }

  @Test
  default void new_ids_follow_each_other_without_gaps_and_repeats_take_none() {
    given(uma(5), register(30), register(20));
    given(register(20), register(30), register(10));

    given(register(40));

    assertThat(page(new Viewer.Everything(), Optional.empty(), Long.MAX_VALUE, 10))
        .containsExactly(4L, 3L, 2L, 1L);
    assertThat(found(1).subscriptionId()).isEqualTo(30);
    assertThat(found(4).subscriptionId()).isEqualTo(40);
  }

  @Test
  default void events_are_published_in_order_with_their_traces() {
    given(uma(1), register(10), register(11));

    given(approve(1), close(11));

    assertThat(announced())
        .containsExactly(
            "10 v1 UnderwritingRegistered trace",
            "10 v2 UnderwriterAssigned trace",
            "11 v1 UnderwritingRegistered trace",
            "10 v3 UnderwritingApproved trace",
            "11 v2 UnderwriterAssigned trace",
            "11 v3 UnderwritingClosed trace");
  }

  @Test
  default void work_that_fails_stores_nothing() {
    given(uma(1));
    Concern concern = Concern.of(List.of(register(10)));

    assertThatThrownBy(
            () ->
                done(
                    repository()
                        .transact(
                            concern,
                            state -> {
                              throw new IllegalStateException("on purpose");
                            })))
        .hasMessageContaining("on purpose");
    assertThat(page(new Viewer.Everything(), Optional.empty(), Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  default void pages_hold_what_the_viewer_sees_newest_first() {
    given(uma(2), uwe(2), register(10), registerOf("bob", 11), register(12));

    assertThat(page(new Viewer.Everything(), Optional.empty(), Long.MAX_VALUE, 2))
        .containsExactly(3L, 2L);
    assertThat(page(new Viewer.Everything(), Optional.empty(), 2, 2)).containsExactly(1L);
    assertThat(page(new Viewer.OwnDesk(UMA), Optional.empty(), Long.MAX_VALUE, 9))
        .containsExactly(3L, 1L);
    assertThat(page(new Viewer.OwnApplications("bob"), Optional.empty(), Long.MAX_VALUE, 9))
        .containsExactly(2L);
  }

  @Test
  default void pages_can_be_narrowed_to_a_status() {
    given(uma(2), register(10), registerOf("bob", 11), register(12), approve(1));

    for (Viewer viewer : viewersOfAll()) {
      assertThat(page(viewer, Optional.of(UnderwritingStatus.APPROVED), Long.MAX_VALUE, 9))
          .containsExactly(1L);
      assertThat(page(viewer, Optional.of(UnderwritingStatus.ASSIGNED), Long.MAX_VALUE, 9))
          .contains(3L);
      assertThat(page(viewer, Optional.of(UnderwritingStatus.CLOSED), Long.MAX_VALUE, 9)).isEmpty();
    }
  }

  private static List<Viewer> viewersOfAll() {
    return List.of(
        new Viewer.Everything(), new Viewer.OwnDesk(UMA), new Viewer.OwnApplications("alice"));
  }

  private static DeskCommand registerOf(String customerId, long subscriptionId) {
    return new Register(
        subscriptionId, new Application(customerId, "Fisrtcancer3", 1, "KRW", 8), NOON);
  }

  @Test
  default void five_hundred_commands_are_one_transaction() {
    given(uma(150), uwe(150));
    List<DeskCommand> batch = new ArrayList<>();
    for (long subscription = 1; subscription <= 500; subscription++) {
      batch.add(register(subscription));
    }

    given(batch.toArray(DeskCommand[]::new));

    assertThat(page(new Viewer.Everything(), Optional.of(UnderwritingStatus.WAITING), 9_999, 300))
        .hasSize(200);
    assertThat(await(repository().underwriters()))
        .extracting(Underwriter::load)
        .containsExactly(150, 150);
  }

  /** Stores differ below a millisecond. */
  @Test
  default void times_keep_their_milliseconds() {
    Instant at = Instant.parse("2026-03-01T12:00:00.123Z");
    given(uma(1), new Register(10, APPLICATION, at));

    assertThat(found(1).opened().orElseThrow().registration().at()).isEqualTo(at);
  }
}
