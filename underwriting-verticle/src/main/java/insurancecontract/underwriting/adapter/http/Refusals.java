package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.underwriting.domain.Decision;
import insurancecontract.underwriting.domain.Decision.Refused;
import insurancecontract.underwriting.domain.Outcome;
import java.util.List;

/** What a caller is told when the desk refuses. */
final class Refusals {
  private Refusals() {}

  /**
   * Lets only what was accepted pass.
   *
   * @throws ProblemException 404, 409 or 422 otherwise
   */
  static Outcome check(Outcome outcome) {
    Decision decision = outcome.decision();
    if (decision instanceof Refused refused) throw problem(refused);
    return outcome;
  }

  private static ProblemException problem(Refused refused) {
    return switch (refused.reason()) {
      case CASE_NOT_FOUND -> Problems.notFound(refused.detail());
      case UNKNOWN_UNDERWRITER ->
          Problems.unprocessable(
              refused.reason().name(), List.of(new Fault("underwriterId", refused.detail())));
      case NOT_ASSIGNED, ALREADY_DECIDED, CASE_CLOSED, NO_ROOM ->
          Problems.conflict(refused.reason().name(), refused.detail());
    };
  }
}
