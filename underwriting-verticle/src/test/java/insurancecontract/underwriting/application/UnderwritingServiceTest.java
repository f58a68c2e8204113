package insurancecontract.underwriting.application;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static insurancecontract.underwriting.domain.Sample.BY_SUE;
import static insurancecontract.underwriting.domain.Sample.BY_UMA;
import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.approve;
import static insurancecontract.underwriting.domain.Sample.register;
import static insurancecontract.underwriting.domain.Sample.uma;
import static insurancecontract.underwriting.domain.Sample.uwe;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnderwritingServiceTest {
  private final InMemoryUnderwritings underwritings = new InMemoryUnderwritings();
  private final UnderwritingService service = new UnderwritingService(underwritings);

  private List<Handled<?, ?>> handle(DeskCommand... commands) {
    return await(Submitted.to(service, null, commands));
  }

  private void given(DeskCommand... commands) {
    assertThat(handle(commands)).hasSize(commands.length);
  }

  private static List<String> inWords(List<Handled<?, ?>> outcomes) {
    return outcomes.stream().map(each -> inWords(each.decision())).toList();
  }

  private static String inWords(Decision<?> decision) {
    return decision instanceof Decision.Refused<?> refused
        ? refused.refusal().code().name()
        : "accepted";
  }

  @Test
  void of_two_decisions_in_one_batch_the_first_wins() {
    given(uma(1), register(10));

    List<Handled<?, ?>> outcomes =
        handle(new Approve(1, BY_UMA, NOON), new Refuse(1, BY_SUE, "no", NOON));

    assertThat(inWords(outcomes)).containsExactly("accepted", "ALREADY_DECIDED");
    assertThat(outcomes.get(0).after()).isInstanceOf(UnderwritingCase.Approved.class);
  }

  @Test
  void a_refused_command_does_not_touch_the_others_of_its_batch() {
    given(uma(2), register(10), register(11));

    List<Handled<?, ?>> outcomes = handle(approve(1), approve(99), approve(2));

    assertThat(inWords(outcomes)).containsExactly("accepted", "CASE_NOT_FOUND", "accepted");
  }

  @Test
  void a_repeat_publishes_nothing() {
    given(uma(1), register(10), approve(1));
    int announced = underwritings.published().size();

    given(register(10), approve(1));

    assertThat(underwritings.published()).hasSize(announced);
  }

  @Test
  void an_assignment_belongs_to_the_trace_that_made_room() {
    given(uma(1), register(10), register(11));

    done(Submitted.to(service, "the-decision", approve(1)));

    var last = underwritings.published().get(underwritings.published().size() - 1);
    assertThat(last.after().status()).isEqualTo(UnderwritingStatus.ASSIGNED);
    assertThat(last.traceparent()).isEqualTo("the-decision");
  }

  @Test
  void no_commands_need_no_transaction() {
    assertThat(await(service.handle(List.of()))).isEmpty();
  }

  @Test
  void a_case_that_the_viewer_may_not_see_is_not_found() {
    given(uma(1), uwe(1), register(10));

    assertThat(await(service.find(1, new Viewer.OwnDesk(1)))).isPresent();
    assertThat(await(service.find(1, new Viewer.OwnDesk(2)))).isEmpty();
    assertThat(await(service.find(1, new Viewer.OwnApplications("alice")))).isPresent();
    assertThat(await(service.find(1, new Viewer.OwnApplications("bob")))).isEmpty();
    assertThat(await(service.find(1, new Viewer.Everything()))).isPresent();
  }

  @Test
  void a_page_holds_what_its_query_asks_for() {
    given(uma(1), register(10), register(11));

    List<UnderwritingCase> page =
        await(
            service.page(
                new CaseQuery(
                    new Viewer.Everything(), Optional.of(UnderwritingStatus.WAITING), 99, 10)));

    assertThat(page).extracting(UnderwritingCase::underwritingId).containsExactly(2L);
  }

  @Test
  void the_underwriters_have_their_load() {
    given(uma(3), register(10), register(11));

    assertThat(await(service.underwriters())).extracting(Underwriter::load).containsExactly(2);
  }
}
