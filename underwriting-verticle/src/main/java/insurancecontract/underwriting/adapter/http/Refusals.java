package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.underwriting.domain.Reason;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Turns the desk's refusals into problems. */
final class Refusals {
  private Refusals() {}

  /**
   * The state after a command that was not refused.
   *
   * @throws ProblemException 404, 409 or 422 for a refusal
   */
  static <S> S check(Handled<S, ?> handled, RoutingContext context) {
    if (handled.decision() instanceof Refused<?> refused) {
      throw problem(refused.refusal(), context);
    }
    return handled.after();
  }

  private static ProblemException problem(Refusal refusal, RoutingContext context) {
    Reason reason = (Reason) refusal.code();
    String detail = Phrase.of(refusal, context);
    return switch (reason) {
      case CASE_NOT_FOUND -> Problems.notFound(detail);
      case UNKNOWN_UNDERWRITER ->
          Problems.unprocessable(reason.name(), List.of(new Fault("underwriterId", detail)));
      case NOT_ASSIGNED, ALREADY_DECIDED, CASE_CLOSED, NO_ROOM ->
          Problems.conflict(reason.name(), detail);
    };
  }
}
