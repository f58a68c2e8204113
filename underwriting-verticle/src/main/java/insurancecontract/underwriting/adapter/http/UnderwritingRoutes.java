package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.application.CaseQuery;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.DecisionMaker;
import insurancecontract.underwriting.domain.Reason;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import insurancecontract.underwriting.domain.Viewer.Everything;
import insurancecontract.underwriting.domain.Viewer.OwnDesk;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cases. Customers read the cases of their own applications; underwriters read and decide those
 * on their own desk; supervisors read, decide and assign all of them; operators only read.
 */
public final class UnderwritingRoutes {
  private static final int REASON_MAX = 500;

  /** The reason when the legacy command gives none. */
  private static final String NO_REASON = "not stated";

  private final UnderwritingService service;
  private final Commands<UnderwritingCase, CaseCommand, CaseEvent> commands;
  private final InstantSource clock;

  /** Routes that read from the service and submit {@code commands}. */
  public UnderwritingRoutes(
      UnderwritingService service,
      Commands<UnderwritingCase, CaseCommand, CaseEvent> commands,
      InstantSource clock) {
    this.service = service;
    this.commands = commands;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/underwritings").handler(Http.answer(this::list));
    router.get("/underwritings/:id").handler(Http.answer(this::one));
    router.patch("/underwritings/:id").handler(Http.answer(this::patch));
    router.post("/underwritings/:id/approve").handler(Http.answer(this::approve));
    router.post("/underwritings/:id/refuse").handler(Http.answer(this::refuse));
    router.post("/underwritings/:id/assign").handler(Http.answer(this::assign));
  }

  private Future<Answer> list(RoutingContext context) {
    Viewer viewer = Permissions.viewer(context);
    Query query = Query.of(context);
    Page page = Page.of(query);
    Optional<UnderwritingStatus> status = query.oneOf("status", UnderwritingStatus.class);
    OptionalLong underwriterId = query.number("underwriterId", 1, Long.MAX_VALUE);
    query.check();
    Viewer narrowed = narrowed(viewer, underwriterId, context);
    return service
        .page(new CaseQuery(narrowed, status, page.after(), page.limit()))
        .map(cases -> answer(context, page, cases));
  }

  /** To list one desk is to see what its underwriter sees. */
  private static Viewer narrowed(
      Viewer viewer, OptionalLong underwriterId, RoutingContext context) {
    if (underwriterId.isEmpty()) return viewer;
    Viewer desk = new OwnDesk(underwriterId.getAsLong());
    if (viewer instanceof Everything || viewer.equals(desk)) return desk;
    throw Problems.forbidden(Phrase.OTHER_DESK_HIDDEN.in(context));
  }

  private static Answer answer(RoutingContext context, Page page, List<UnderwritingCase> cases) {
    return page.answer(
        context,
        "underwritings",
        cases.stream().map(Shown::of).toList(),
        shown -> shown.getLong("underwritingId"));
  }

  private Future<Answer> one(RoutingContext context) {
    return find(context, Permissions.viewer(context)).map(found -> Answer.ok(Shown.of(found)));
  }

  /** A case that the viewer may not see is answered like one that does not exist. */
  private Future<UnderwritingCase> find(RoutingContext context, Viewer viewer) {
    return service
        .find(Http.id(context, "id"), viewer)
        .map(found -> found.orElseThrow(() -> notFound(context)));
  }

  private static ProblemException notFound(RoutingContext context) {
    return Problems.notFound(Phrase.of(new Refusal(Reason.CASE_NOT_FOUND, Map.of()), context));
  }

  private Future<Answer> approve(RoutingContext context) {
    DecisionMaker by = Permissions.decisionMaker(context);
    Body.of(context).only().check();
    return submit(context, new Approve(Http.id(context, "id"), by, clock.instant()));
  }

  private Future<Answer> refuse(RoutingContext context) {
    DecisionMaker by = Permissions.decisionMaker(context);
    Body body = Body.of(context).only("reason");
    String reason = body.text("reason", 1, REASON_MAX);
    body.check();
    return submit(context, new Refuse(Http.id(context, "id"), by, reason, clock.instant()));
  }

  private Future<Answer> assign(RoutingContext context) {
    Permissions.requireSupervisor(context);
    Body body = Body.of(context).only("underwriterId");
    long underwriterId = body.number("underwriterId", 1, Long.MAX_VALUE);
    body.check();
    return submit(context, new Assign(Http.id(context, "id"), underwriterId, clock.instant()));
  }

  /** The legacy command: decides by naming a status, optionally with the application's id. */
  private Future<Answer> patch(RoutingContext context) {
    DecisionMaker by = Permissions.decisionMaker(context);
    Body body = Body.of(context).only("underwritingStatus", "subscriptionId", "reason");
    String wanted = body.text("underwritingStatus", 1, 100);
    OptionalLong subscriptionId = body.optionalNumber("subscriptionId", 1, Long.MAX_VALUE);
    String reason = body.optionalText("reason", 1, REASON_MAX).orElse(NO_REASON);
    long id = Http.id(context, "id");
    CaseCommand command =
        switch (wanted) {
          case "approveSubscription" -> new Approve(id, by, clock.instant());
          case "refuseSubscription" -> new Refuse(id, by, reason, clock.instant());
          default -> unknown(body, wanted, context);
        };
    body.check();
    return find(context, by.viewer())
        .map(found -> belonging(found, subscriptionId, context))
        .compose(found -> submit(context, command));
  }

  private static CaseCommand unknown(Body body, String wanted, RoutingContext context) {
    // A missing value, or one that is not a text, is a fault already.
    if (!wanted.isEmpty()) {
      body.fault("underwritingStatus", Phrase.UNKNOWN_STATUS_COMMAND.in(context));
    }
    return null;
  }

  /**
   * The application of a case never changes, so it can be checked before the command is decided.
   */
  private static UnderwritingCase belonging(
      UnderwritingCase found, OptionalLong subscriptionId, RoutingContext context) {
    if (subscriptionId.isEmpty() || subscriptionId.getAsLong() == found.subscriptionId()) {
      return found;
    }
    throw Problems.unprocessable(
        List.of(new Fault("subscriptionId", Phrase.OTHER_APPLICATION.in(context))));
  }

  private Future<Answer> submit(RoutingContext context, CaseCommand command) {
    return commands
        .submit(new Traced<>(command, Http.traceparent(context)))
        .map(handled -> Answer.ok(Shown.of(Refusals.check(handled, context))));
  }
}
