package insurancecontract.underwriting.application;

import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.Desk;
import insurancecontract.underwriting.domain.StaffCommand;
import insurancecontract.underwriting.domain.StaffEvent;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The use cases of the desk. Commands of one batch share a transaction, whether they come from
 * people or from events; a refused one does not affect the others.
 */
public final class UnderwritingService {
  private final UnderwritingRepository repository;

  /** A service over these cases. */
  public UnderwritingService(UnderwritingRepository repository) {
    this.repository = repository;
  }

  /** Decides commands about cases: one outcome for each, in order, once stored. */
  public Future<List<Handled<UnderwritingCase, CaseEvent>>> handle(
      List<Traced<CaseCommand>> commands) {
    if (commands.isEmpty()) return Future.succeededFuture(List.of());
    return repository.transact(Concern.of(values(commands)), state -> Desk.decide(state, commands));
  }

  /** Decides commands about underwriters: one outcome for each, in order, once stored. */
  public Future<List<Handled<Optional<Underwriter>, StaffEvent>>> handleStaff(
      List<Traced<StaffCommand>> commands) {
    if (commands.isEmpty()) return Future.succeededFuture(List.of());
    return repository.transact(
        Concern.ofStaff(values(commands)), state -> Desk.decideStaff(state, commands));
  }

  private static <C> List<C> values(List<Traced<C>> commands) {
    return commands.stream().map(Traced::value).toList();
  }

  /** The case, if there is one that the viewer may see. */
  public Future<Optional<UnderwritingCase>> find(long underwritingId, Viewer viewer) {
    return repository.find(underwritingId).map(found -> found.filter(viewer::sees));
  }

  /** A page of cases. */
  public Future<List<UnderwritingCase>> page(CaseQuery query) {
    return repository.page(query);
  }

  /** All underwriters with their load. */
  public Future<List<Underwriter>> underwriters() {
    return repository.underwriters();
  }
}
