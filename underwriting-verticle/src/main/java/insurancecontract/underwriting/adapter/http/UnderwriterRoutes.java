package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.StaffCommand;
import insurancecontract.underwriting.domain.StaffCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.StaffEvent;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.Viewer;
import insurancecontract.underwriting.domain.Viewer.OwnApplications;
import insurancecontract.underwriting.domain.Viewer.OwnDesk;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The underwriters with their capacity and load. Supervisors change a capacity; an underwriter sees
 * only the own desk.
 */
public final class UnderwriterRoutes {
  private final UnderwritingService service;
  private final Commands<Optional<Underwriter>, StaffCommand, StaffEvent> commands;
  private final InstantSource clock;

  /** Routes that read from the service and submit {@code commands}. */
  public UnderwriterRoutes(
      UnderwritingService service,
      Commands<Optional<Underwriter>, StaffCommand, StaffEvent> commands,
      InstantSource clock) {
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
    Viewer viewer = Permissions.viewer(context);
    if (viewer instanceof OwnApplications) {
      throw Problems.forbidden(Phrase.DESK_HIDDEN.in(context));
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
    Permissions.requireSupervisor(context);
    Body body = Body.of(context).only("capacity");
    int capacity = (int) body.number("capacity", 0, Underwriter.CAPACITY_MAX);
    body.check();
    StaffCommand command = new ChangeCapacity(Http.id(context, "id"), capacity, clock.instant());
    return commands
        .submit(new Traced<>(command, Http.traceparent(context)))
        .map(handled -> changed(handled, context));
  }

  /** The underwriter stands in the path here, so an unknown one is 404. */
  private static Answer changed(
      Handled<Optional<Underwriter>, StaffEvent> handled, RoutingContext context) {
    if (handled.decision() instanceof Refused<StaffEvent> refused) {
      throw Problems.notFound(Phrase.of(refused.refusal(), context));
    }
    return Answer.ok(Shown.of(handled.after().orElseThrow()));
  }
}
