package insurancecontract.subscription.adapter.http;

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
import java.time.Duration;
import java.util.List;

/** How applying ended, in HTTP: 201, or the problem that says what is charged and what to do. */
final class ApplicationAnswers {
  /** The same at every repeat, as the answer itself. */
  private static final Duration AFTER_A_DOUBT = Duration.ofSeconds(5);

  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private ApplicationAnswers() {}

  /**
   * The answer.
   *
   * @throws ProblemException when there is no application
   */
  static Answer of(ApplicationAnswer answer) {
    if (answer instanceof Created created) return created(created.subscription());
    throw problem(answer);
  }

  private static Answer created(Subscription subscription) {
    return Answer.created(
        SubscriptionRoutes.PATH + "/" + subscription.id(), SubscriptionDocument.of(subscription));
  }

  private static ProblemException problem(ApplicationAnswer answer) {
    if (answer instanceof Declined declined) return declined(declined.subscription());
    if (answer instanceof InDoubt doubt) return inDoubt(doubt.subscription());
    if (answer instanceof PaymentUnavailable unavailable) {
      return Problems.unavailable(
          "PAYMENT_UNAVAILABLE",
          "Payments are not possible for the moment. Nothing was recorded and nothing is charged;"
              + " please apply again shortly.",
          unavailable.retryAfter());
    }
    if (answer instanceof ProductUnknown) {
      return Problems.unprocessable(
          "UNKNOWN_PRODUCT",
          List.of(new Fault("productName", "is not offered; GET /products lists what is")));
    }
    if (answer instanceof KeyReused) {
      return Problems.unprocessable(
          "IDEMPOTENCY_KEY_REUSED",
          List.of(new Fault("Idempotency-Key", "belongs to an earlier request with another body")));
    }
    if (answer instanceof UnderWay) {
      return Problems.unavailable(
          "REQUEST_UNDER_WAY",
          "The first request with this Idempotency-Key is still under way; please ask again with"
              + " the same key.",
          SHORTLY);
    }
    return outcomeUnknown((OutcomeUnknown) answer);
  }

  private static ProblemException declined(Subscription subscription) {
    return Problems.problem(
        402,
        "PAYMENT_DECLINED",
        "The payment was declined",
        "The payment of subscription "
            + subscription.id()
            + " was declined: "
            + subscription.reason()
            + ". Nothing is charged.");
  }

  private static ProblemException inDoubt(Subscription subscription) {
    return Problems.unavailable(
        "PAYMENT_IN_DOUBT",
        "The payment of subscription "
            + subscription.id()
            + " was not answered in time, so the application was given up. Nothing stays charged;"
            + " please apply again, with a new Idempotency-Key if you use one.",
        AFTER_A_DOUBT);
  }

  private static ProblemException outcomeUnknown(OutcomeUnknown answer) {
    return Problems.unavailable(
        "OUTCOME_UNKNOWN",
        "What became of subscription "
            + answer.subscriptionId()
            + " could not be recorded yet. It will be either paid or given up with nothing charged:"
            + " ask GET "
            + SubscriptionRoutes.PATH
            + "/"
            + answer.subscriptionId()
            + " in a minute, or repeat the request with the same Idempotency-Key.",
        AFTER_A_DOUBT);
  }
}
