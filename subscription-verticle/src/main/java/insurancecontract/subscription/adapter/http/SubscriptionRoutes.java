package insurancecontract.subscription.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.subscription.application.Application;
import insurancecontract.subscription.application.Applications;
import insurancecontract.subscription.application.Handled;
import insurancecontract.subscription.application.SubscriptionQuery;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.application.Traced;
import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Products;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Customers apply, cancel, withdraw and read what is theirs; supervisors and operators read all of
 * it. A client never sets an id or a status.
 */
public final class SubscriptionRoutes {
  /** The resource. */
  static final String PATH = "/subscriptions";

  private static final String CUSTOMER = "customer";
  private static final String SUPERVISOR = "supervisor";
  private static final String OPERATOR = "operator";

  /** The only status that may be asked for, by its name of old. */
  private static final String REQUEST_CANCEL = "reqCancel";

  private static final String STATUS = "subscriptionStatus";

  private final SubscriptionService service;
  private final Applications applications;
  private final Function<Traced<SubscriptionCommand>, Future<Handled>> handle;
  private final Supplier<Products> products;
  private final Supplier<Duration> coolingOff;
  private final InstantSource clock;

  /**
   * Routes to these.
   *
   * @param handle decides one command, together with others that arrive at the same time
   * @param coolingOff how long a contract concluded now may be withdrawn from
   */
  public SubscriptionRoutes(
      SubscriptionService service,
      Applications applications,
      Function<Traced<SubscriptionCommand>, Future<Handled>> handle,
      Supplier<Products> products,
      Supplier<Duration> coolingOff,
      InstantSource clock) {
    this.service = service;
    this.applications = applications;
    this.handle = handle;
    this.products = products;
    this.coolingOff = coolingOff;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/products").handler(Http.answer(this::products));
    router.post(PATH).handler(Http.answer(this::apply));
    router.get(PATH).handler(Http.answer(this::list));
    router.get(PATH + "/:id").handler(Http.answer(this::one));
    router.patch(PATH + "/:id").handler(Http.answer(this::patch));
    router.post(PATH + "/:id/cancel").handler(Http.answer(this::cancel));
    router.post(PATH + "/:id/withdraw").handler(Http.answer(this::withdraw));
  }

  private Future<Answer> products(RoutingContext context) {
    Duration days = coolingOff.get();
    List<JsonObject> offered =
        products.get().all().stream().map(it -> SubscriptionDocument.of(it, days)).toList();
    return Future.succeededFuture(Answer.ok(Map.of("products", offered)));
  }

  private Future<Answer> apply(RoutingContext context) {
    Caller customer = Http.caller(context, CUSTOMER);
    String key = IdempotencyKey.of(context);
    Body body = Body.of(context);
    String productName = body.text("productName", 1, Product.NAME_LENGTH_MAX);
    body.check();
    return applications
        .apply(
            new Application(
                customer.subject(),
                productName,
                key,
                key == null ? null : IdempotencyKey.hash(body.json()),
                Http.traceparent(context)))
        .map(ApplicationAnswers::of);
  }

  private Future<Answer> list(RoutingContext context) {
    Query query = Query.of(context);
    Page page = Page.of(query);
    SubscriptionStatus status = query.oneOf("status", SubscriptionStatus.class).orElse(null);
    query.check();
    String owner = owner(context).orElse(null);
    return service
        .list(new SubscriptionQuery(owner, status, page.after(), page.limit()))
        .map(found -> found.stream().map(SubscriptionDocument::of).toList())
        .map(
            shown ->
                page.answer(context, "subscriptions", shown, it -> it.getLong("subscriptionId")));
  }

  private Future<Answer> one(RoutingContext context) {
    long id = Http.id(context, "id");
    return service
        .find(id, owner(context))
        .map(found -> found.map(SubscriptionDocument::of).map(Answer::ok))
        .map(found -> found.orElseThrow(() -> Problems.notFound("There is no such subscription.")));
  }

  /** Whose applications the caller may see; empty for everyone's. */
  private static Optional<String> owner(RoutingContext context) {
    Caller caller = Http.caller(context);
    return caller.isAny(SUPERVISOR, OPERATOR) ? Optional.empty() : Optional.of(caller.subject());
  }

  private Future<Answer> cancel(RoutingContext context) {
    Caller customer = Http.caller(context, CUSTOMER);
    Body.of(context).only().check();
    return decided(context, cancel(context, customer));
  }

  private Future<Answer> withdraw(RoutingContext context) {
    Caller customer = Http.caller(context, CUSTOMER);
    Body.of(context).only().check();
    return decided(
        context, new Withdraw(Http.id(context, "id"), customer.subject(), clock.instant()));
  }

  private Future<Answer> patch(RoutingContext context) {
    Caller customer = Http.caller(context, CUSTOMER);
    Body body = Body.of(context).only(STATUS);
    String status = body.text(STATUS, 1, 40);
    if (!status.isEmpty() && !status.equals(REQUEST_CANCEL)) {
      body.fault(STATUS, "can only be set to " + REQUEST_CANCEL);
    }
    body.check();
    return decided(context, cancel(context, customer));
  }

  private Cancel cancel(RoutingContext context, Caller customer) {
    return new Cancel(Http.id(context, "id"), customer.subject(), clock.instant());
  }

  private Future<Answer> decided(RoutingContext context, SubscriptionCommand command) {
    return handle
        .apply(new Traced<>(command, Http.traceparent(context)))
        .map(SubscriptionRoutes::answer);
  }

  private static Answer answer(Handled handled) {
    if (handled.decision() instanceof Decision.Refused refused) {
      throw refused.reason() == Reason.UNKNOWN_SUBSCRIPTION
          ? Problems.notFound(refused.detail())
          : Problems.conflict(refused.reason().name(), refused.detail());
    }
    return Answer.accepted(SubscriptionDocument.of(handled.after()));
  }
}
