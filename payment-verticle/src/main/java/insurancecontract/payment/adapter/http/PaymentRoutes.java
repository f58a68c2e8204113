package insurancecontract.payment.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.payment.application.PaymentLookup;
import insurancecontract.payment.application.PaymentLookup.Filter;
import insurancecontract.payment.application.PaymentLookup.Listed;
import insurancecontract.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Customers read their own payments, supervisors and operators all of them. */
public final class PaymentRoutes {
  private static final String CUSTOMER = "customer";
  private static final String SUPERVISOR = "supervisor";
  private static final String OPERATOR = "operator";

  private final PaymentLookup payments;

  /** Routes to these payments. */
  public PaymentRoutes(PaymentLookup payments) {
    this.payments = payments;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/payments").handler(Http.answer(this::list));
    router.get("/payments/:id").handler(Http.answer(this::one));
  }

  private Future<Answer> list(RoutingContext context) {
    Caller caller = Http.caller(context, CUSTOMER, SUPERVISOR, OPERATOR);
    Query query = Query.of(context);
    Page page = Page.of(query);
    query.check();
    boolean staff = isStaff(caller);
    return payments
        .page(staff ? Filter.ALL : Filter.of(caller.subject()), page.limit(), page.after())
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
