package insurancecontract.gateway.platform;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Http;
import insurancecontract.contracts.Roles;
import insurancecontract.gateway.limits.ClientLimits;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;

/** The operators' view of the whole platform: its status, and its parked items. */
public final class PlatformRoutes {
  private final ServiceContext context;
  private final ClientLimits limits;
  private final PlatformStatus status;
  private final ParkedOverview parked;

  /**
   * Calls the services through {@code client}, which the caller closes.
   *
   * @param within the time limit of each call
   */
  public PlatformRoutes(
      ServiceContext context, ClientLimits limits, HttpClient client, Duration within) {
    this.context = context;
    this.limits = limits;
    ServiceCalls calls = new ServiceCalls(client, within);
    this.status = new PlatformStatus(context, calls, within);
    this.parked = new ParkedOverview(context, calls);
  }

  /** Adds the routes. */
  public void mount(Router router) {
    forOperators(router, "/platform/status", request -> status.report());
    forOperators(
        router,
        "/parked",
        request ->
            parked.list(
                request.request().query(), request.request().getHeader(HttpHeaders.AUTHORIZATION)));
  }

  private void forOperators(
      Router router, String path, Function<RoutingContext, Future<JsonObject>> report) {
    router
        .get(path)
        .handler(Http.authenticated(context.identity()))
        .handler(
            request ->
                limits
                    .count(Http.caller(request, Roles.OPERATOR).subject())
                    .ifPresentOrElse(request::fail, request::next))
        .handler(
            Http.answer(
                request ->
                    report
                        .apply(request)
                        .map(found -> Answer.ok(found).with("Cache-Control", "no-store"))));
  }
}
