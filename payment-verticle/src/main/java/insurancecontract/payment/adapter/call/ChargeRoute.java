package insurancecontract.payment.adapter.call;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.payment.application.ChargeAnswer;
import insurancecontract.payment.application.Charges;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers the payment call over HTTP, to services only: 201 the first time, 200 to a repeat, in
 * both cases also when the charge was declined.
 */
public final class ChargeRoute {
  private final Charges charges;

  /** A route to these charges. */
  public ChargeRoute(Charges charges) {
    this.charges = charges;
  }

  /** Adds the route. */
  public void mount(Router router) {
    router.post(PaymentCall.PATH).handler(Http.answer(this::charge));
  }

  private Future<Answer> charge(RoutingContext context) {
    // Even the one who pays must not approve the payment.
    if (!Http.caller(context).is(Caller.SERVICE)) {
      throw Problems.forbidden("Only services may ask this.");
    }
    return Futures.attempt(() -> asked(context))
        .map(ChargeRoute::answer)
        .recover(cause -> Future.failedFuture(new ProblemException(ChargeQuestion.problem(cause))));
  }

  private Future<ChargeAnswer> asked(RoutingContext context) {
    Charge charge = ChargeQuestion.read(Body.of(context).json());
    return charges.charge(
        charge.subscriptionId(),
        new Terms(charge.customerId(), charge.amount(), charge.currency()),
        Http.traceparent(context));
  }

  private static Answer answer(ChargeAnswer answer) {
    return answer.repeated()
        ? Answer.ok(ChargeQuestion.charged(answer))
        : Answer.created(
            PaymentCall.PATH + "/" + answer.paymentId(), ChargeQuestion.charged(answer));
  }
}
