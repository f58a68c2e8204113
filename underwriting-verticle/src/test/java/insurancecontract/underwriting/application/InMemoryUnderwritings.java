package insurancecontract.underwriting.application;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskChanges;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.WholeDesk;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cases in memory, and the events that they published. */
public final class InMemoryUnderwritings implements UnderwritingRepository {
  private final WholeDesk desk = new WholeDesk();
  private final List<Recorded<UnderwritingCase, CaseEvent>> published = new ArrayList<>();

  @Override
  public <R> Future<R> transact(Concern concern, Function<DeskState, DeskChanges<R>> work) {
    try {
      DeskChanges<R> changes = work.apply(desk.part(concern));
      desk.store(changes);
      published.addAll(changes.cases().recorded());
      return Future.succeededFuture(changes.cases().result());
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  @Override
  public Future<Optional<UnderwritingCase>> find(long underwritingId) {
    return Future.succeededFuture(desk.find(underwritingId));
  }

  @Override
  public Future<List<UnderwritingCase>> page(CaseQuery query) {
    return Future.succeededFuture(
        desk.cases().values().stream()
            .filter(query::matches)
            .sorted(Comparator.comparingLong(UnderwritingCase::underwritingId).reversed())
            .limit(query.limit())
            .toList());
  }

  @Override
  public Future<List<Underwriter>> underwriters() {
    return Future.succeededFuture(desk.underwriters());
  }

  /** Every published event, in order. */
  public List<Recorded<UnderwritingCase, CaseEvent>> published() {
    return published;
  }
}
