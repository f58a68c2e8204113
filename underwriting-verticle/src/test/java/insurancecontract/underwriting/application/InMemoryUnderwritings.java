package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.CaseChange;
import insurancecontract.underwriting.domain.Concern;
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

/** Cases in memory, and what was announced of them. */
public final class InMemoryUnderwritings implements UnderwritingRepository {
  private final WholeDesk desk = new WholeDesk();
  private final List<Traced<CaseChange>> news = new ArrayList<>();

  @Override
  public <R> Future<R> transact(Concern concern, Function<DeskState, Changes<R>> work) {
    try {
      Changes<R> changes = work.apply(desk.part(concern));
      desk.store(changes.cases(), changes.underwriters());
      news.addAll(changes.news());
      return Future.succeededFuture(changes.result());
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

  /** Everything that was announced, in order. */
  public List<Traced<CaseChange>> news() {
    return news;
  }
}
