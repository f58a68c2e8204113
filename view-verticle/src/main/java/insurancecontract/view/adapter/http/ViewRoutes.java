package insurancecontract.view.adapter.http;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.view.adapter.Viewers;
import insurancecontract.view.query.Story;
import insurancecontract.view.query.SubscriptionView;
import insurancecontract.view.query.ViewFilter;
import insurancecontract.view.query.Views;
import insurancecontract.view.query.Visibility;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** {@code /subscriptionViews}: the rows that the caller may see. */
public final class ViewRoutes implements Consumer<Router> {
  private static final String RESOURCE = "subscriptionViews";

  /** The statuses of applications in the view, which unpaid ones never enter. */
  private static final Set<SubscriptionStatus> VISIBLE =
      EnumSet.complementOf(EnumSet.of(SubscriptionStatus.PENDING_PAYMENT));

  private final Views views;

  /** Routes that ask {@code views}. */
  public ViewRoutes(Views views) {
    this.views = views;
  }

  @Override
  public void accept(Router router) {
    router.get("/" + RESOURCE).handler(Http.answer(this::list));
    router.get("/" + RESOURCE + "/:id").handler(Http.answer(this::find));
  }

  private Future<Answer> list(RoutingContext context) {
    Visibility visibility = visibility(Http.caller(context));
    Query query = Query.of(context);
    Page page = Page.of(query);
    ViewFilter filter =
        new ViewFilter(
            query.text("customerId").orElse(null),
            query.oneOf("status", VISIBLE).map(Enum::name).orElse(null),
            query.name("productName").orElse(null),
            query.instant("from").orElse(null),
            query.instant("to").orElse(null));
    query.check();
    Long after = page.after() == Long.MAX_VALUE ? null : page.after();
    return views
        .list(visibility, filter, after, page.limit())
        .map(rows -> page.answer(context, RESOURCE, rows, SubscriptionView::subscriptionId));
  }

  private Future<Answer> find(RoutingContext context) {
    Visibility visibility = visibility(Http.caller(context));
    long id = Http.id(context, "id");
    return views
        .find(id, visibility)
        .map(
            story ->
                Answer.ok(
                    json(
                        story.orElseThrow(
                            () ->
                                Problems.notFound(
                                    "There is no application " + id + " of yours.")))));
  }

  private static JsonObject json(Story story) {
    JsonObject row = Json.object(story.view());
    return row.put("timeline", Json.object(story).getJsonArray("timeline"));
  }

  private static Visibility visibility(Caller caller) {
    return Viewers.visibility(caller)
        .orElseThrow(
            () ->
                Problems.forbidden(
                    "This needs the role customer, underwriter, supervisor or operator."));
  }
}
