package insurancecontract.gateway.proxy;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.RequestCheck;
import insurancecontract.chassis.http.RequestTarget;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.gateway.limits.Admission;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.Deadline;
import insurancecontract.gateway.limits.RequestBodies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import java.util.Set;

/**
 * The calls that services answer. Each is checked in this order: the service, the method, the
 * caller, the rate limit, the room to store it, the body, the load; then it is forwarded.
 */
public final class ApiRoutes {
  /** A misspelling in the documentation of the original system. */
  private static final String MISSPELT = "subsciptionViews";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final String SPELT = "subscriptionViews";

  private final ServiceContext context;
  private final RequestBodies bodies;
  private final Admission admission;
  private final UpstreamSettings settings;
  private final ApiContract contract;
  private final ClientLimits limits;
  private final Handler<RoutingContext> authenticated;
  private final ForwardedFor forwardedFor;
  private final Handler<RoutingContext> storage;
  private final HttpClient client;
  private final Upstreams upstreams;

  /** Calls services through {@code client}, which the caller closes. */
  public ApiRoutes(
      ServiceContext context,
      RequestBodies bodies,
      Admission admission,
      UpstreamSettings settings,
      ApiContract contract,
      ClientLimits limits,
      ForwardedFor forwardedFor,
      Handler<RoutingContext> storage,
      HttpClient client) {
    this.context = context;
    this.bodies = bodies;
    this.admission = admission;
    this.settings = settings;
    this.contract = contract;
    this.limits = limits;
    this.authenticated = Http.authenticated(context.identity());
    this.forwardedFor = forwardedFor;
    this.storage = storage;
    this.client = client;
    this.upstreams = new Upstreams(context.discovery(), client, settings);
  }

  /** Adds the routes; all other requests go on to the next route. */
  public void mount(Router router) {
    router
        .route()
        .handler(this::select)
        .handler(ofCall(authenticated))
        .handler(ofCall(this::admit))
        .handler(ofCall(storage))
        .handler(ofCall(request -> bodies.read(request, Http.caller(request).subject())))
        .handler(ofCall(admission::takeSlot))
        .handler(ofCall(this::forward));
  }

  private static Handler<RoutingContext> ofCall(Handler<RoutingContext> handler) {
    return request -> {
      if (ApiCall.of(request) == null) {
        request.next();
      } else {
        handler.handle(request);
      }
    };
  }

  private void select(RoutingContext request) {
    HttpServerRequest http = request.request();
    RequestTarget target = RequestCheck.target(request).orElseThrow();
    if (target.resource().equals(MISSPELT) && reads(http.method())) {
      limits
          .countUnknown(forwardedFor.clientAddress(request))
          .ifPresentOrElse(request::fail, () -> redirect(request, target.withResource(SPELT)));
      return;
    }
    ServiceRoutes.service(target)
        .ifPresent(service -> new ApiCall(service, target).attach(request));
    Set<String> allowed = contract.methods(target.path());
    if (!allowed.isEmpty() && !allowed.contains(asGet(http.method()).name())) {
      request.response().putHeader("Allow", String.join(", ", allowed));
      request.fail(405);
      return;
    }
    request.next();
  }

  /** HEAD is allowed wherever GET is. */
  private static HttpMethod asGet(HttpMethod method) {
    return HttpMethod.HEAD.equals(method) ? HttpMethod.GET : method;
  }

  private static boolean reads(HttpMethod method) {
    return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
  }

  /** 308, because clients do not agree on whether 301 keeps the method. */
  private static void redirect(RoutingContext request, RequestTarget target) {
    request.response().setStatusCode(308).putHeader("Location", target.uri()).end();
  }

  private void admit(RoutingContext request) {
    Caller caller = Http.caller(request);
    if (caller.is(Caller.SERVICE)) {
      request.fail(Problems.forbidden("Services may not call the public API."));
      return;
    }
    limits.count(caller.subject()).ifPresentOrElse(request::fail, request::next);
  }

  /** Whether it is a read, or carries an idempotency key that the service honours. */
  private boolean isIdempotent(RoutingContext request) {
    HttpServerRequest http = request.request();
    return reads(http.method())
        || (http.headers().contains(IDEMPOTENCY_KEY)
            && contract.takesIdempotencyKey(
                ApiCall.of(request).target().path(), http.method().name()));
  }

  private void forward(RoutingContext request) {
    Deadline deadline = Deadline.within(context.vertx(), settings.requestTimeout());
    request.addEndHandler(done -> deadline.cancel());
    Exchange exchange =
        new Exchange(
            request,
            ApiCall.of(request),
            isIdempotent(request),
            forwardedFor.origin(request),
            deadline,
            upstreams,
            settings);
    HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
        .origin(proxied -> exchange.open())
        .addInterceptor(exchange)
        .handle(new ReadRequest(request.request()));
  }
}
