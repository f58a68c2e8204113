package insurancecontract.chassis.parked;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.chassis.parked.Parking.Act;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;

/**
 * {@code /parked/<service>}: operators list and inspect parked items, retry them, or mark them as
 * settled by hand, each time with a reason.
 */
public final class ParkedRoutes {
  private static final String OPERATOR = "operator";
  private static final int WHY_LENGTH_MAX = 1_000;

  /** Which items are listed. */
  private enum Shown {
    WAITING,
    ALL
  }

  private final Parking parking;

  /** Routes for the items of {@code parking}. */
  public ParkedRoutes(Parking parking) {
    this.parking = parking;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    String path = "/parked/" + parking.service();
    router.get(path).handler(Http.answer(this::list));
    router.get(path + "/:id").handler(Http.answer(this::one));
    router.post(path + "/:id/retry").handler(Http.answer(context -> act(context, Act.RETRY)));
    router.post(path + "/:id/settle").handler(Http.answer(context -> act(context, Act.SETTLE)));
  }

  private Future<Answer> list(RoutingContext context) {
    Caller unused = Http.caller(context, OPERATOR);
    Query query = Query.of(context);
    Page page = Page.of(query);
    boolean waiting = query.oneOf("status", Shown.class).orElse(Shown.WAITING) == Shown.WAITING;
    OptionalLong subject = query.number("subject", 1, Long.MAX_VALUE);
    query.check();
    return parking
        .page(waiting, subject.isPresent() ? subject.getAsLong() : null, page.limit(), page.after())
        .map(items -> page.answer(context, "parked", items, item -> item.getLong("parkedId")));
  }

  private Future<Answer> one(RoutingContext context) {
    Caller unused = Http.caller(context, OPERATOR);
    long id = Http.id(context, "id");
    return parking.find(id).map(found -> Answer.ok(found.orElseThrow(() -> Parking.unknown(id))));
  }

  private Future<Answer> act(RoutingContext context, Act act) {
    Caller operator = Http.caller(context, OPERATOR);
    long id = Http.id(context, "id");
    Body body = Body.of(context).only("why");
    String why = body.text("why", 1, WHY_LENGTH_MAX);
    body.check();
    Future<JsonObject> done = parking.act(id, act, operator.subject(), why);
    return done.map(Answer::ok);
  }
}
