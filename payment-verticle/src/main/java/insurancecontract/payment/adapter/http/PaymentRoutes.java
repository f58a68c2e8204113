package insurancecontract.payment.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.payment.application.Commands;
import insurancecontract.payment.application.Outcome;
import insurancecontract.payment.application.PaymentLookup;
import insurancecontract.payment.application.PaymentLookup.Filter;
import insurancecontract.payment.application.PaymentLookup.Listed;
import insurancecontract.payment.application.Traced;
import insurancecontract.payment.domain.Decision.Refused;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.function.BiFunction;

/**
 * Customers read their own payments, supervisors and operators all of them. Operators also retry,
 * or settle by hand, a refund that waits for a person.
 */
public final class PaymentRoutes {
  private static final String CUSTOMER = "customer";
  private static final String SUPERVISOR = "supervisor";
  private static final String OPERATOR = "operator";

  private final PaymentLookup payments;
  private final Commands commands;
  private final InstantSource clock;

  /** Routes to these payments. */
  public PaymentRoutes(PaymentLookup payments, Commands commands, InstantSource clock) {
    this.payments = payments;
    this.commands = commands;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/payments").handler(Http.answer(this::list));
    router.get("/payments/:id").handler(Http.answer(this::one));
    router
        .post("/payments/:id/retry")
        .handler(Http.answer(context -> command(context, this::retry)));
    router
        .post("/payments/:id/settle")
        .handler(Http.answer(context -> command(context, this::settle)));
  }

  private Future<Answer> list(RoutingContext context) {
    Caller caller = Http.caller(context, CUSTOMER, SUPERVISOR, OPERATOR);
    Query query = Query.of(context);
    Page page = Page.of(query);
    boolean parked = query.text("parked").map(Boolean::parseBoolean).orElse(false);
    query.check();
    boolean staff = isStaff(caller);
    Filter everyones = parked ? Filter.PARKED : Filter.ALL;
    return payments
        .page(staff ? everyones : Filter.of(caller.subject()), page.limit(), page.after())
        .map(
            listed ->
                page.answer(
                    context,
                    "payments",
                    listed.stream().map(payment -> shown(payment, staff)).toList(),
                    payment -> payment.getLong("paymentId")));
  }

  private Future<Answer> one(RoutingContext context) {
    Caller caller = Http.caller(context, CUSTOMER, SUPERVISOR, OPERATOR);
    return find(context, caller).map(listed -> Answer.ok(shown(listed, isStaff(caller))));
  }

  /** Someone else's payment is as unknown as one that does not exist. */
  private Future<Listed> find(RoutingContext context, Caller caller) {
    long id = Http.id(context, "id");
    return payments
        .find(id)
        .map(
            found ->
                found
                    .filter(listed -> isStaff(caller) || isOf(caller, listed.payment()))
                    .orElseThrow(
                        () -> Problems.notFound("There is no payment with the id " + id + ".")));
  }

  private static boolean isOf(Caller caller, Payment payment) {
    return payment.terms() != null && payment.terms().customerId().equals(caller.subject());
  }

  private Future<Answer> command(
      RoutingContext context, BiFunction<Payment, Caller, PaymentCommand> command) {
    Caller operator = Http.caller(context, OPERATOR);
    Body.of(context).only().check();
    return find(context, operator)
        .map(listed -> command.apply(listed.payment(), operator))
        .compose(asked -> commands.submit(new Traced<>(asked, Http.traceparent(context))))
        .map(PaymentRoutes::answer);
  }

  private PaymentCommand retry(Payment payment, Caller operator) {
    return new RetryRefund(payment.subscriptionId(), clock.instant());
  }

  private PaymentCommand settle(Payment payment, Caller operator) {
    return new SettleRefund(payment.subscriptionId(), operator.subject(), clock.instant());
  }

  private static Answer answer(Outcome outcome) {
    if (outcome.decision() instanceof Refused refused) throw conflict(refused);
    return Answer.ok(shown(new Listed(outcome.payment(), 0, null), true));
  }

  private static ProblemException conflict(Refused refused) {
    return Problems.conflict(refused.reason().name(), refused.detail());
  }

  private static boolean isStaff(Caller caller) {
    return caller.isAny(SUPERVISOR, OPERATOR);
  }

  /** How the work goes is of no use to a customer, and the provider's words are not for them. */
  private static JsonObject shown(Listed listed, boolean staff) {
    Payment payment = listed.payment();
    JsonObject json =
        new JsonObject()
            .put("paymentId", payment.paymentId())
            .put("subscriptionId", payment.subscriptionId())
            .put("paymentStatus", payment.status().name());
    if (payment.terms() != null) {
      json.put("customerId", payment.terms().customerId())
          .put("amount", payment.terms().amount())
          .put("currency", payment.terms().currency());
    }
    putIfThere(json, "reason", payment.reason());
    json.put("createdAt", payment.createdAt().toString())
        .put("updatedAt", payment.updatedAt().toString());
    if (!staff) return json;
    if (listed.attempts() > 0) json.put("attempts", listed.attempts());
    putIfThere(json, "lastError", listed.lastError());
    putIfThere(json, "parkedAt", payment.parkedAt());
    putIfThere(json, "parkedReason", payment.parkedReason());
    putIfThere(json, "settledBy", payment.settledBy());
    return json;
  }

  private static void putIfThere(JsonObject json, String field, Object value) {
    if (value != null) json.put(field, value.toString());
  }
}
