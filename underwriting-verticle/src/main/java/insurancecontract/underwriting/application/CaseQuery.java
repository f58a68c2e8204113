package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.CaseStatus;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import java.util.Optional;

/**
 * A page of cases, newest first.
 *
 * @param viewer only what this viewer sees; a supervisor looks through an underwriter's eyes to see
 *     one desk
 * @param before only cases with lower ids
 * @param limit so many at the most
 */
public record CaseQuery(Viewer viewer, Optional<CaseStatus> status, long before, int limit) {
  /** Whether the case belongs to the answer, if there is room for it on the page. */
  public boolean matches(UnderwritingCase each) {
    return viewer.sees(each)
        && status.filter(wanted -> wanted != each.status()).isEmpty()
        && each.underwritingId() < before;
  }
}
