package insurancecontract.payment.adapter.http;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Languages;
import insurancecontract.chassis.http.Page;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Query;
import insurancecontract.chassis.http.Words;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.Roles;
import insurancecontract.payment.application.PaymentLookup;
import insurancecontract.payment.application.PaymentLookup.Filter;
import insurancecontract.payment.application.PaymentLookup.Listed;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.Payment.Unpaid;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Consumer;

/** Customers read their own payments, supervisors and operators all of them. */
public final class PaymentRoutes implements Consumer<Router> {
  /** The words of payment's API. */
  public static final Words WORDS = Words.beside(PaymentRoutes.class);

  private final PaymentLookup payments;

  /** Routes to these payments. */
  public PaymentRoutes(PaymentLookup payments) {
    this.payments = payments;
  }

  @Override
  public void accept(Router router) {
    router.get("/payments").handler(Http.answer(this::list));
    router.get("/payments/:id").handler(Http.answer(this::one));
  }

  private Future<Answer> list(RoutingContext context) {
    Caller caller = Http.caller(context, Roles.CUSTOMER, Roles.SUPERVISOR, Roles.OPERATOR);
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
                    listed.stream().map(payment -> json(payment, staff)).toList(),
                    payment -> payment.getLong("paymentId")));
  }

  private Future<Answer> one(RoutingContext context) {
    Caller caller = Http.caller(context, Roles.CUSTOMER, Roles.SUPERVISOR, Roles.OPERATOR);
    return find(context, caller).map(listed -> Answer.ok(json(listed, isStaff(caller))));
  }

  /** Another customer's payment is as unknown as one that does not exist. */
  private Future<Listed> find(RoutingContext context, Caller caller) {
    long id = Http.id(context, "id");
    return payments
        .find(id)
        .map(
            found ->
                found
                    .filter(listed -> isStaff(caller) || isOf(caller, listed.payment()))
                    .orElseThrow(() -> unknown(id, context)));
  }

  private static ProblemException unknown(long id, RoutingContext context) {
    return Problems.notFound(WORDS.of("UNKNOWN_PAYMENT", Map.of("id", id), Languages.of(context)));
  }

  private static boolean isOf(Caller caller, Existing payment) {
    return payment
        .knownTerms()
        .filter(terms -> terms.customerId().equals(caller.subject()))
        .isPresent();
  }

  private static boolean isStaff(Caller caller) {
    return caller.isAny(Roles.SUPERVISOR, Roles.OPERATOR);
  }

  /** Retries and the provider's own texts are for staff only. */
  private static JsonObject json(Listed listed, boolean staff) {
    Existing payment = listed.payment();
    JsonObject json =
        new JsonObject()
            .put("paymentId", payment.paymentId())
            .put("subscriptionId", payment.subscriptionId())
            .put("paymentStatus", payment.status().name());
    payment.knownTerms().ifPresent(terms -> put(json, terms));
    if (payment instanceof Unpaid unpaid) putIfPresent(json, "reason", unpaid.reason());
    json.put("createdAt", payment.header().createdAt().toString())
        .put("updatedAt", payment.header().updatedAt().toString());
    if (staff) putProgress(json, listed);
    return json;
  }

  private static void put(JsonObject json, Terms terms) {
    json.put("customerId", terms.customerId())
        .put("amount", terms.amount())
        .put("currency", terms.currency());
  }

  private static void putProgress(JsonObject json, Listed listed) {
    if (listed.attempts() > 0) json.put("attempts", listed.attempts());
    putIfPresent(json, "lastError", listed.lastError());
    if (listed.payment() instanceof Parked parked) {
      json.put("parkedAt", parked.parkedAt().toString());
      putIfPresent(json, "parkedReason", parked.parkedReason());
    }
    if (listed.payment() instanceof Cancelled cancelled) {
      cancelled.settledBy().ifPresent(operator -> json.put("settledBy", operator));
    }
  }

  private static void putIfPresent(JsonObject json, String field, String value) {
    if (value != null) json.put(field, value);
  }
}
