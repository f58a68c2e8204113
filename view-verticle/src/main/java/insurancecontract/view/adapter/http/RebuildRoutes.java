package insurancecontract.view.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.contracts.Roles;
import insurancecontract.view.projection.Rebuild;
import insurancecontract.view.projection.RebuildProgress;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** {@code /subscriptionViews/rebuild}: operators rebuild the rows and follow the progress. */
public final class RebuildRoutes implements Consumer<Router> {
  private static final String PATH = "/subscriptionViews/rebuild";

  private final Rebuild rebuild;

  /** Routes to {@code rebuild}. */
  public RebuildRoutes(Rebuild rebuild) {
    this.rebuild = rebuild;
  }

  /** Mounted before the routes of single rows, which would match the path as an id. */
  @Override
  public void accept(Router router) {
    router.post(PATH).handler(Http.answer(this::begin));
    router.get(PATH).handler(Http.answer(this::progress));
  }

  private Future<Answer> begin(RoutingContext context) {
    requireOperator(context);
    return rebuild
        .begin()
        .compose(begun -> rebuild.progress().map(progress -> begun(begun, progress)));
  }

  private static Answer begun(boolean begun, RebuildProgress progress) {
    if (begun) return Answer.accepted(progress).with("Location", PATH);
    throw Problems.conflict(
        "REBUILD_RUNNING",
        "A rebuild is running: " + progress.read() + " of " + progress.total() + " facts read.");
  }

  private Future<Answer> progress(RoutingContext context) {
    requireOperator(context);
    return rebuild.progress().map(Answer::ok);
  }

  private static void requireOperator(RoutingContext context) {
    if (!Http.caller(context).is(Roles.OPERATOR)) {
      throw Problems.forbidden("This needs the role operator.");
    }
  }
}
