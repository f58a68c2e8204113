package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.underwriting.application.CaseQuery;
import insurancecontract.underwriting.application.Traced;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.CaseStatus;
import insurancecontract.underwriting.domain.Decider;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.DeskCommand.Approve;
import insurancecontract.underwriting.domain.DeskCommand.Reassign;
import insurancecontract.underwriting.domain.DeskCommand.Refuse;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import insurancecontract.underwriting.domain.Viewer.Everything;
import insurancecontract.underwriting.domain.Viewer.OwnDesk;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cases. Customers read those of their own applications, underwriters those of their own desk,
 * which they also decide; supervisors see, decide and assign all of them, operators only look.
 */
public final class UnderwritingRoutes {
  private static final int REASON_MAX = 500;

  /** Stands for the reason where the command of old, which knows none, gives none. */
  private static final String NO_REASON = "not stated";

  /** What cases may be asked for by. */
  private enum Status {
    WAITING,
    ASSIGNED,
    APPROVED,
    REFUSED,
    CLOSED
  }

  private final UnderwritingService service;
  private final Commands commands;
  private final InstantSource clock;

  /** Routes that read from the service and decide through {@code commands}. */
  public UnderwritingRoutes(UnderwritingService service, Commands commands, InstantSource clock) {
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
    Viewer viewer = Roles.viewer(context);
    Query query = Query.of(context);
    Page page = Page.of(query);
    Optional<CaseStatus> status =
        query.oneOf("status", Status.class).map(wanted -> CaseStatus.valueOf(wanted.name()));
    OptionalLong underwriterId = query.number("underwriterId", 1, Long.MAX_VALUE);
    query.check();
    Viewer narrowed = underwriterId.isPresent() ? at(underwriterId.getAsLong(), viewer) : viewer;
    return service
        .page(new CaseQuery(narrowed, status, page.after(), page.limit()))
        .map(cases -> answer(context, page, cases));
  }

  private static Viewer at(long underwriterId, Viewer viewer) {
    Viewer desk = new OwnDesk(underwriterId);
    if (viewer instanceof Everything || viewer.equals(desk)) return desk;
    throw Problems.forbidden("Only supervisors and operators look at the desks of others.");
  }

  private static Answer answer(RoutingContext context, Page page, List<UnderwritingCase> cases) {
    return page.answer(
        context,
        "underwritings",
        cases.stream().map(Shown::of).toList(),
        shown -> shown.getLong("underwritingId"));
  }

  private Future<Answer> one(RoutingContext context) {
    return find(context, Roles.viewer(context)).map(found -> Answer.ok(Shown.of(found)));
  }

  /** Someone else's case is as unknown as one that does not exist. */
  private Future<UnderwritingCase> find(RoutingContext context, Viewer viewer) {
    return service
        .find(Http.id(context, "id"), viewer)
        .map(found -> found.orElseThrow(() -> Problems.notFound("No such case.")));
  }

  private Future<Answer> approve(RoutingContext context) {
    Decider decider = Roles.decider(context);
    Body.of(context).only().check();
    return submit(context, new Approve(Http.id(context, "id"), decider, clock.instant()));
  }

  private Future<Answer> refuse(RoutingContext context) {
    Decider decider = Roles.decider(context);
    Body body = Body.of(context).only("reason");
    String reason = body.text("reason", 1, REASON_MAX);
    body.check();
    return submit(context, new Refuse(Http.id(context, "id"), decider, reason, clock.instant()));
  }

  private Future<Answer> assign(RoutingContext context) {
    Roles.requireSupervisor(context);
    Body body = Body.of(context).only("underwriterId");
    long underwriterId = body.number("underwriterId", 1, Long.MAX_VALUE);
    body.check();
    return submit(context, new Reassign(Http.id(context, "id"), underwriterId, clock.instant()));
  }

  /** The command of old: a decision by naming the status, perhaps with the application's id. */
  private Future<Answer> patch(RoutingContext context) {
    Decider decider = Roles.decider(context);
    Body body = Body.of(context).only("underwritingStatus", "subscriptionId", "reason");
    String wanted = body.text("underwritingStatus", 1, 100);
    OptionalLong subscriptionId = body.optionalNumber("subscriptionId", 1, Long.MAX_VALUE);
    String reason = body.optionalText("reason", 1, REASON_MAX).orElse(NO_REASON);
    long id = Http.id(context, "id");
    DeskCommand command =
        switch (wanted) {
          case "approveSubscription" -> new Approve(id, decider, clock.instant());
          case "refuseSubscription" -> new Refuse(id, decider, reason, clock.instant());
          default -> unknown(body, wanted);
        };
    body.check();
    return find(context, decider.viewer())
        .map(found -> belonging(found, subscriptionId))
        .compose(found -> submit(context, command));
  }

  private static DeskCommand unknown(Body body, String wanted) {
    // A missing one, or one that is no text, has been noted already.
    if (!wanted.isEmpty()) {
      body.fault("underwritingStatus", "must be approveSubscription or refuseSubscription");
    }
    return null;
  }

  /** Which application a case belongs to never changes, so it may be checked beforehand. */
  private static UnderwritingCase belonging(UnderwritingCase found, OptionalLong subscriptionId) {
    if (subscriptionId.isEmpty() || subscriptionId.getAsLong() == found.subscriptionId()) {
      return found;
    }
    throw Problems.unprocessable(
        List.of(new Fault("subscriptionId", "is not the application of this case")));
  }

  private Future<Answer> submit(RoutingContext context, DeskCommand command) {
    return commands
        .submit(new Traced<>(command, Http.traceparent(context)))
        .map(Refusals::check)
        .map(outcome -> Answer.ok(Shown.of(outcome.underwritingCase().orElseThrow())));
  }
}
