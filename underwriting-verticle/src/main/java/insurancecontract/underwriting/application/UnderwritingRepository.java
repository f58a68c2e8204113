package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskChanges;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The cases, and the underwriters whose desks they are on. */
public interface UnderwritingRepository {
  /**
   * One transaction: locks the desk, hands the part that matters to {@code work}, and stores what
   * it returns with the events to publish: all or nothing. No other transaction changes the desk
   * meanwhile, so the work is done once and never on stale state.
   *
   * @param work must be pure
   */
  <R> Future<R> transact(Concern concern, Function<DeskState, DeskChanges<R>> work);

  /** The case, if there is one. */
  Future<Optional<UnderwritingCase>> find(long underwritingId);

  /** The cases that match, newest first. */
  Future<List<UnderwritingCase>> page(CaseQuery query);

  /** All underwriters by id, with their load. */
  Future<List<Underwriter>> underwriters();
}
