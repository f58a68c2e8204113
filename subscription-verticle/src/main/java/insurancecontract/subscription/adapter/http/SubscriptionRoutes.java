package insurancecontract.subscription.adapter.http;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.Roles;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.application.Application;
import insurancecontract.subscription.application.Applications;
import insurancecontract.subscription.application.SubscriptionQuery;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.CoolingOff;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Products;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Customers apply, cancel, withdraw and read their own applications; supervisors and operators read
 * all of them. A client never sets an id or a status.
 */
public final class SubscriptionRoutes {
  /** The resource. */
  static final String PATH = "/subscriptions";

  /** The only status that may be requested; the name is the original system's. */
  private static final String REQUEST_CANCEL = "reqCancel";

  private static final String STATUS = "subscriptionStatus";

  private final SubscriptionService service;
  private final Applications applications;
  private final Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands;
  private final Supplier<Products> products;
  private final Supplier<CoolingOff> coolingOff;
  private final InstantSource clock;

  /**
   * Routes to these use cases.
   *
   * @param coolingOff the time for withdrawing from a contract concluded now
   */
  public SubscriptionRoutes(
      SubscriptionService service,
      Applications applications,
      Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands,
      Supplier<Products> products,
      Supplier<CoolingOff> coolingOff,
      InstantSource clock) {
    this.service = service;
    this.applications = applications;
    this.commands = commands;
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
    int days = coolingOff.get().days();
    List<JsonObject> offered =
        products.get().all().stream().map(it -> SubscriptionDocument.of(it, days)).toList();
    return Future.succeededFuture(Answer.ok(Map.of("products", offered)));
  }

  private Future<Answer> apply(RoutingContext context) {
    Caller customer = Http.caller(context, Roles.CUSTOMER);
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
        .map(answer -> ApplicationAnswers.of(context, answer));
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
        .map(found -> found.orElseThrow(() -> unknown(context)));
  }

  private static ProblemException unknown(RoutingContext context) {
    return Problems.notFound(ProblemTexts.of(context, Reason.UNKNOWN_SUBSCRIPTION, Map.of()));
  }

  /** Whose applications the caller may see; empty for everyone's. */
  private static Optional<String> owner(RoutingContext context) {
    Caller caller = Http.caller(context);
    return caller.isAny(Roles.SUPERVISOR, Roles.OPERATOR)
        ? Optional.empty()
        : Optional.of(caller.subject());
  }

  private Future<Answer> cancel(RoutingContext context) {
    Caller customer = Http.caller(context, Roles.CUSTOMER);
    Body.of(context).only().check();
    return decided(context, cancel(context, customer));
  }

  private Future<Answer> withdraw(RoutingContext context) {
    Caller customer = Http.caller(context, Roles.CUSTOMER);
    Body.of(context).only().check();
    return decided(
        context, new Withdraw(Http.id(context, "id"), customer.subject(), clock.instant()));
  }

  private Future<Answer> patch(RoutingContext context) {
    Caller customer = Http.caller(context, Roles.CUSTOMER);
    Body body = Body.of(context).only(STATUS);
    String status = body.text(STATUS, 1, 40);
    if (!status.isEmpty() && !status.equals(REQUEST_CANCEL)) {
      body.fault(
          STATUS,
          ProblemTexts.of(
              context, ProblemTexts.STATUS_NOT_SETTABLE, Map.of("status", REQUEST_CANCEL)));
    }
    body.check();
    return decided(context, cancel(context, customer));
  }

  private Cancel cancel(RoutingContext context, Caller customer) {
    return new Cancel(Http.id(context, "id"), customer.subject(), clock.instant());
  }

  private Future<Answer> decided(RoutingContext context, SubscriptionCommand command) {
    return commands
        .submit(new Traced<>(command, Http.traceparent(context)))
        .map(handled -> answer(context, handled));
  }

  private static Answer answer(
      RoutingContext context, Handled<SubscriptionState, SubscriptionEvent> handled) {
    if (handled.decision() instanceof Refused<SubscriptionEvent> it) {
      throw problem(context, it.refusal());
    }
    return Answer.accepted(SubscriptionDocument.of((Subscription) handled.after()));
  }

  private static ProblemException problem(RoutingContext context, Refusal refusal) {
    return refusal.code() == Reason.UNKNOWN_SUBSCRIPTION
        ? unknown(context)
        : Problems.conflict(refusal.code().name(), ProblemTexts.of(context, refusal));
  }
}
