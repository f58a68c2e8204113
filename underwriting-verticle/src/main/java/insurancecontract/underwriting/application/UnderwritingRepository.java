package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The cases and the underwriters that they lie with. */
public interface UnderwritingRepository {
  /**
   * One transaction: gives work the part of the desk that it concerns, stores what work returns and
   * keeps its news for publishing, all or nothing. Nobody else changes the desk meanwhile, so work
   * is called once and decides on what is really so.
   */
  <R> Future<R> transact(Concern concern, Function<DeskState, Changes<R>> work);

  /** The case as it stands, if there is one. */
  Future<Optional<UnderwritingCase>> find(long underwritingId);

  /** The cases that match, newest first. */
  Future<List<UnderwritingCase>> page(CaseQuery query);

  /** All underwriters by their ids, with what lies on their desks. */
  Future<List<Underwriter>> underwriters();
}
