package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.underwriting.domain.Decider;
import insurancecontract.underwriting.domain.Viewer;
import insurancecontract.underwriting.domain.Viewer.Everything;
import insurancecontract.underwriting.domain.Viewer.OwnApplications;
import insurancecontract.underwriting.domain.Viewer.OwnDesk;
import io.vertx.ext.web.RoutingContext;

/** Who may do what at the desk: from a caller's token to what the desk understands. */
final class Roles {
  private static final String CUSTOMER = "customer";
  private static final String UNDERWRITER = "underwriter";
  private static final String SUPERVISOR = "supervisor";
  private static final String OPERATOR = "operator";

  private Roles() {}

  /** Of several roles the one that sees most counts. */
  static Viewer viewer(RoutingContext context) {
    Caller caller = Http.caller(context, CUSTOMER, UNDERWRITER, SUPERVISOR, OPERATOR);
    if (caller.isAny(SUPERVISOR, OPERATOR)) return new Everything();
    if (caller.is(UNDERWRITER)) return ownDesk(caller);
    return new OwnApplications(caller.subject());
  }

  /** An operator looks at everything and decides nothing. */
  static Decider decider(RoutingContext context) {
    Caller caller = Http.caller(context, UNDERWRITER, SUPERVISOR);
    Viewer viewer = caller.is(SUPERVISOR) ? new Everything() : ownDesk(caller);
    return new Decider(caller.subject(), viewer);
  }

  /**
   * Only supervisors say who works on what, and how much.
   *
   * @throws insurancecontract.chassis.http.ProblemException 403 for everyone else
   */
  static void requireSupervisor(RoutingContext context) {
    if (!Http.caller(context).is(SUPERVISOR)) {
      throw Problems.forbidden("This needs the role " + SUPERVISOR + ".");
    }
  }

  private static OwnDesk ownDesk(Caller caller) {
    return new OwnDesk(
        caller
            .number("underwriterId")
            .orElseThrow(() -> Problems.forbidden("The token does not say whose desk it is for.")));
  }
}
