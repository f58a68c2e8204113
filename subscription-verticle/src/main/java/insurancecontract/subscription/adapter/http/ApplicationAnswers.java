package insurancecontract.subscription.adapter.http;

import static insurancecontract.subscription.adapter.http.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static insurancecontract.subscription.adapter.http.ProblemCode.OUTCOME_UNKNOWN;
import static insurancecontract.subscription.adapter.http.ProblemCode.PAYMENT_DECLINED;
import static insurancecontract.subscription.adapter.http.ProblemCode.PAYMENT_IN_DOUBT;
import static insurancecontract.subscription.adapter.http.ProblemCode.PAYMENT_UNAVAILABLE;
import static insurancecontract.subscription.adapter.http.ProblemCode.REQUEST_UNDER_WAY;
import static insurancecontract.subscription.adapter.http.ProblemCode.UNKNOWN_PRODUCT;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.subscription.application.ApplicationAnswer;
import insurancecontract.subscription.application.ApplicationAnswer.Created;
import insurancecontract.subscription.application.ApplicationAnswer.Declined;
import insurancecontract.subscription.application.ApplicationAnswer.InDoubt;
import insurancecontract.subscription.application.ApplicationAnswer.KeyReused;
import insurancecontract.subscription.application.ApplicationAnswer.OutcomeUnknown;
import insurancecontract.subscription.application.ApplicationAnswer.PaymentUnavailable;
import insurancecontract.subscription.application.ApplicationAnswer.ProductUnknown;
import insurancecontract.subscription.application.ApplicationAnswer.UnderWay;
import insurancecontract.subscription.domain.Subscription;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The HTTP answer to an application: 201, or a problem that says what is charged and what next. */
final class ApplicationAnswers {
  /** A repeated request must get the same answer, so this does not depend on the breaker. */
  private static final Duration AFTER_A_DOUBT = Duration.ofSeconds(5);

  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private ApplicationAnswers() {}

  /**
   * The answer.
   *
   * @throws ProblemException when there is no application
   */
  static Answer of(RoutingContext context, ApplicationAnswer answer) {
    if (answer instanceof Created created) return created(created.subscription());
    throw problem(context, answer);
  }

  private static Answer created(Subscription subscription) {
    return Answer.created(path(subscription.id()), SubscriptionDocument.of(subscription));
  }

  private static String path(long id) {
    return SubscriptionRoutes.PATH + "/" + id;
  }

  private static ProblemException problem(RoutingContext context, ApplicationAnswer answer) {
    if (answer instanceof Declined declined) return declined(context, declined);
    if (answer instanceof InDoubt doubt) {
      long id = doubt.subscription().id();
      return unavailable(context, PAYMENT_IN_DOUBT, Map.of("subscriptionId", id), AFTER_A_DOUBT);
    }
    if (answer instanceof OutcomeUnknown unknown) {
      long id = unknown.subscriptionId();
      return unavailable(
          context, OUTCOME_UNKNOWN, Map.of("subscriptionId", id, "path", path(id)), AFTER_A_DOUBT);
    }
    if (answer instanceof PaymentUnavailable unavailable) {
      return unavailable(context, PAYMENT_UNAVAILABLE, Map.of(), unavailable.retryAfter());
    }
    if (answer instanceof UnderWay) {
      return unavailable(context, REQUEST_UNDER_WAY, Map.of(), SHORTLY);
    }
    if (answer instanceof ProductUnknown) return wrong(context, UNKNOWN_PRODUCT, "productName");
    if (answer instanceof KeyReused) {
      return wrong(context, IDEMPOTENCY_KEY_REUSED, IdempotencyKey.HEADER);
    }
    throw new AssertionError("No problem for " + answer);
  }

  private static ProblemException declined(RoutingContext context, Declined answer) {
    String detail =
        ProblemTexts.of(
            context,
            PAYMENT_DECLINED,
            Map.of(
                "subscriptionId", answer.subscription().id(),
                "reason", answer.subscription().reason()));
    return Problems.problem(402, PAYMENT_DECLINED.name(), "The payment was declined", detail);
  }

  private static ProblemException unavailable(
      RoutingContext context, ProblemCode code, Map<String, ?> arguments, Duration retryAfter) {
    return Problems.unavailable(code.name(), ProblemTexts.of(context, code, arguments), retryAfter);
  }

  private static ProblemException wrong(RoutingContext context, ProblemCode code, String field) {
    return Problems.unprocessable(
        code.name(), List.of(new Fault(field, ProblemTexts.of(context, code, Map.of()))));
  }
}
