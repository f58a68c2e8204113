package insurancecontract.underwriting.adapter.http;

import static insurancecontract.contracts.Roles.CUSTOMER;
import static insurancecontract.contracts.Roles.OPERATOR;
import static insurancecontract.contracts.Roles.SUPERVISOR;
import static insurancecontract.contracts.Roles.UNDERWRITER;

import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.underwriting.domain.DecisionMaker;
import insurancecontract.underwriting.domain.Viewer;
import insurancecontract.underwriting.domain.Viewer.Everything;
import insurancecontract.underwriting.domain.Viewer.OwnApplications;
import insurancecontract.underwriting.domain.Viewer.OwnDesk;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Who may do what at the desk, by the roles in the caller's token. */
final class Permissions {
  private Permissions() {}

  /** Of several roles, the one that sees most counts. */
  static Viewer viewer(RoutingContext context) {
    Caller caller = Http.caller(context, CUSTOMER, UNDERWRITER, SUPERVISOR, OPERATOR);
    if (caller.isAny(SUPERVISOR, OPERATOR)) return new Everything();
    if (caller.is(UNDERWRITER)) return ownDesk(caller, context);
    return new OwnApplications(caller.subject());
  }

  /** An operator sees every case and decides none. */
  static DecisionMaker decisionMaker(RoutingContext context) {
    Caller caller = Http.caller(context, UNDERWRITER, SUPERVISOR);
    Viewer viewer = caller.is(SUPERVISOR) ? new Everything() : ownDesk(caller, context);
    return new DecisionMaker(caller.subject(), viewer);
  }

  /**
   * Only supervisors assign cases and set capacities.
   *
   * @throws insurancecontract.chassis.http.ProblemException 403 for everyone else
   */
  static void requireSupervisor(RoutingContext context) {
    if (!Http.caller(context).is(SUPERVISOR)) {
      throw Problems.forbidden(Phrase.NEEDS_ROLE.with(Map.of("role", SUPERVISOR), context));
    }
  }

  private static OwnDesk ownDesk(Caller caller, RoutingContext context) {
    return new OwnDesk(
        caller
            .number("underwriterId")
            .orElseThrow(() -> Problems.forbidden(Phrase.TOKEN_WITHOUT_DESK.in(context))));
  }
}
