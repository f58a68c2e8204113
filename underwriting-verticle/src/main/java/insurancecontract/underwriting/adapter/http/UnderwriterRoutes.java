package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.underwriting.application.Traced;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.Decision.Refused;
import insurancecontract.underwriting.domain.DeskCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.Outcome;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.Viewer;
import insurancecontract.underwriting.domain.Viewer.OwnApplications;
import insurancecontract.underwriting.domain.Viewer.OwnDesk;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;

/**
 * The underwriters and how much lies on their desks. Supervisors change how much may; an
 * underwriter sees the own desk only.
 */
public final class UnderwriterRoutes {
  private final UnderwritingService service;
  private final Commands commands;
  private final InstantSource clock;

  /** Routes that read from the service and decide through {@code commands}. */
  public UnderwriterRoutes(UnderwritingService service, Commands commands, InstantSource clock) {
    this.service = service;
    this.commands = commands;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/underwriters").handler(Http.answer(this::list));
    router.patch("/underwriters/:id").handler(Http.answer(this::changeCapacity));
  }

  private Future<Answer> list(RoutingContext context) {
    Viewer viewer = Roles.viewer(context);
    if (viewer instanceof OwnApplications) {
      throw Problems.forbidden("Customers do not see the desk.");
    }
    return service
        .underwriters()
        .map(all -> all.stream().filter(each -> isSeen(each, viewer)).map(Shown::of).toList())
        .map(shown -> Answer.ok(Map.of("underwriters", shown)));
  }

  private static boolean isSeen(Underwriter each, Viewer viewer) {
    return !(viewer instanceof OwnDesk own) || own.underwriterId() == each.underwriterId();
  }

  private Future<Answer> changeCapacity(RoutingContext context) {
    Roles.requireSupervisor(context);
    Body body = Body.of(context).only("capacity");
    int capacity = (int) body.number("capacity", 0, Underwriter.CAPACITY_MAX);
    body.check();
    var command = new ChangeCapacity(Http.id(context, "id"), capacity, clock.instant());
    return commands
        .submit(new Traced<>(command, Http.traceparent(context)))
        .map(UnderwriterRoutes::changed);
  }

  /** Here the underwriter stands in the path, so one that does not exist is not found. */
  private static Answer changed(Outcome outcome) {
    if (outcome.decision() instanceof Refused refused) throw Problems.notFound(refused.detail());
    return Answer.ok(Shown.of(outcome.underwriter().orElseThrow()));
  }
}
