package insurancecontract.underwriting.application;

import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import java.util.Optional;

/**
 * A page of cases, newest first.
 *
 * @param viewer only cases that this viewer sees; to list one desk, its {@link Viewer.OwnDesk}
 * @param before only cases with lower ids
 * @param limit the most cases on the page
 */
public record CaseQuery(
    Viewer viewer, Optional<UnderwritingStatus> status, long before, int limit) {
  /** Whether the case may be on the page. */
  public boolean matches(UnderwritingCase each) {
    return viewer.sees(each)
        && status.filter(wanted -> wanted != each.status()).isEmpty()
        && each.underwritingId() < before;
  }
}
