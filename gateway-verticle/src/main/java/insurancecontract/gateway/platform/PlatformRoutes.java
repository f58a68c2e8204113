package insurancecontract.gateway.platform;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Http;
import insurancecontract.gateway.limits.ClientLimits;
import io.vertx.ext.web.Router;

/** {@code GET /platform/status}: how the whole platform fares, for operators. */
public final class PlatformRoutes {
  private static final String OPERATOR = "operator";

  private final ServiceContext context;
  private final ClientLimits limits;
  private final PlatformStatus status;

  /** Routes to {@code status}. */
  public PlatformRoutes(ServiceContext context, ClientLimits limits, PlatformStatus status) {
    this.context = context;
    this.limits = limits;
    this.status = status;
  }

  /** Adds the route. */
  public void mount(Router router) {
    router
        .get("/platform/status")
        .handler(Http.authenticated(context.identity()))
        .handler(
            request ->
                limits
                    .count(Http.caller(request, OPERATOR).subject())
                    .ifPresentOrElse(request::fail, request::next))
        .handler(
            Http.answer(
                request ->
                    status
                        .report()
                        .map(report -> Answer.ok(report).with("Cache-Control", "no-store"))));
  }
}
