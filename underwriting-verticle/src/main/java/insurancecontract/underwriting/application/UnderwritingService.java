package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.CaseChange;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.Desk;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Outcome;
import insurancecontract.underwriting.domain.Ruling;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the desk can be asked, by people and by events alike. */
public final class UnderwritingService {
  private final UnderwritingRepository repository;

  /** A service over these cases. */
  public UnderwritingService(UnderwritingRepository repository) {
    this.repository = repository;
  }

  /**
   * Decides about a batch of commands in their order and in one transaction; gives one outcome for
   * each. A refused command does not touch the others.
   */
  public Future<List<Outcome>> handle(List<Traced<DeskCommand>> commands) {
    if (commands.isEmpty()) return Future.succeededFuture(List.of());
    List<DeskCommand> values = commands.stream().map(Traced::value).toList();
    return repository.transact(Concern.of(values), state -> decide(state, values, commands));
  }

  private static Changes<List<Outcome>> decide(
      DeskState state, List<DeskCommand> values, List<Traced<DeskCommand>> commands) {
    Ruling ruling = Desk.decide(state, values);
    List<Outcome> outcomes = ruling.outcomes();
    return new Changes<>(ruling.cases(), ruling.underwriters(), news(outcomes, commands), outcomes);
  }

  /** A case that is let in belongs to the trace of the command that made room for it. */
  private static List<Traced<CaseChange>> news(
      List<Outcome> outcomes, List<Traced<DeskCommand>> commands) {
    List<Traced<CaseChange>> news = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      String traceparent = commands.get(i).traceparent();
      outcomes.get(i).changes().forEach(change -> news.add(new Traced<>(change, traceparent)));
    }
    return news;
  }

  /** The case, if there is one and the viewer may know of it. */
  public Future<Optional<UnderwritingCase>> find(long underwritingId, Viewer viewer) {
    return repository.find(underwritingId).map(found -> found.filter(viewer::sees));
  }

  /** A page of what the viewer sees. */
  public Future<List<UnderwritingCase>> page(CaseQuery query) {
    return repository.page(query);
  }

  /** All underwriters with what lies on their desks. */
  public Future<List<Underwriter>> underwriters() {
    return repository.underwriters();
  }
}
