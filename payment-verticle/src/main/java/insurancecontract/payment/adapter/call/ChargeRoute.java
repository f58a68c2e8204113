package insurancecontract.payment.adapter.call;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Body;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Languages;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Words;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.payment.application.ChargeAnswer;
import insurancecontract.payment.application.Charges;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The payment call over HTTP, for services only: 201 the first time, 200 for a repeat, in both
 * cases also when the charge was declined.
 */
public final class ChargeRoute implements Consumer<Router> {
  private final Charges charges;
  private final Words words;

  /** A route to these charges, whose problems have these words. */
  public ChargeRoute(Charges charges, Words words) {
    this.charges = charges;
    this.words = words;
  }

  @Override
  public void accept(Router router) {
    router.post(PaymentCall.PATH).handler(Http.answer(this::answer));
  }

  private Future<Answer> answer(RoutingContext context) {
    Locale language = Languages.of(context);
    // Even the customer who pays must not approve the payment.
    if (!Http.caller(context).is(Caller.SERVICE)) {
      throw Problems.forbidden(words.of("SERVICES_ONLY", Map.of(), language));
    }
    return Futures.attempt(() -> charge(context))
        .map(ChargeRoute::answer)
        .recover(
            cause ->
                Future.failedFuture(
                    new ProblemException(ChargeJson.problem(cause, words, language))));
  }

  private Future<ChargeAnswer> charge(RoutingContext context) {
    Charge charge = ChargeJson.read(Body.of(context).json());
    return charges.charge(
        charge.subscriptionId(),
        new Terms(charge.customerId(), charge.amount(), charge.currency()),
        Http.traceparent(context));
  }

  private static Answer answer(ChargeAnswer answer) {
    return answer.repeated()
        ? Answer.ok(ChargeJson.reply(answer))
        : Answer.created(PaymentCall.PATH + "/" + answer.paymentId(), ChargeJson.reply(answer));
  }
}
