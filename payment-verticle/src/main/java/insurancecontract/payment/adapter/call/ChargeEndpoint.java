package insurancecontract.payment.adapter.call;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.Json;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Words;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Trace;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.payment.application.ChargeAnswer;
import insurancecontract.payment.application.Charges;
import insurancecontract.payment.domain.Terms;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The payment call on the event bus: a {@code Charge} as JSON, the calling service's token in the
 * header {@code Authorization}. It always replies: with a {@code Charged} as JSON, or with a
 * failure whose number is the HTTP status and whose text is the problem's code.
 */
public final class ChargeEndpoint implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(ChargeEndpoint.class);
  private static final String BEARER = "Bearer ";

  private final ServiceContext context;
  private final Charges charges;
  private final Words words;
  private final boolean published;
  private MessageConsumer<Object> consumer;

  /**
   * An endpoint for these charges, whose problems have these words.
   *
   * @param published whether discovery gets a record of it; without, callers find HTTP only
   */
  public ChargeEndpoint(ServiceContext context, Charges charges, Words words, boolean published) {
    this.context = context;
    this.charges = charges;
    this.words = words;
    this.published = published;
  }

  @Override
  public Future<Void> start() {
    consumer = context.vertx().eventBus().consumer(PaymentCall.ADDRESS, this::handle);
    return consumer
        .completion()
        .compose(
            listening ->
                published
                    ? context.discovery().publishBus(PaymentCall.SERVICE, PaymentCall.ADDRESS)
                    : Future.succeededFuture());
  }

  @Override
  public Future<Void> stop() {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  private void handle(Message<Object> request) {
    Futures.attempt(() -> charge(request))
        .onSuccess(answer -> request.reply(Json.object(ChargeJson.reply(answer))))
        .onFailure(cause -> fail(request, cause));
  }

  private Future<ChargeAnswer> charge(Message<Object> request) {
    return caller(request)
        .compose(
            caller ->
                caller.is(Caller.SERVICE)
                    ? charge(ChargeJson.read(json(request.body())), request)
                    : Future.failedFuture(
                        Problems.forbidden("Only services may request a charge.")));
  }

  private Future<ChargeAnswer> charge(Charge charge, Message<Object> request) {
    Step step =
        context.tracing().begin(SpanKind.SERVER, "charge", request.headers().get(Trace.HEADER));
    return charges
        .charge(
            charge.subscriptionId(),
            new Terms(charge.customerId(), charge.amount(), charge.currency()),
            step.traceparent())
        .onComplete(charged -> step.end(charged.cause()));
  }

  private Future<Caller> caller(Message<Object> request) {
    String header = request.headers().get("Authorization");
    return header == null || !header.startsWith(BEARER)
        ? Future.failedFuture(Problems.unauthorized("A service's bearer token is needed."))
        : context.identity().verify(header.substring(BEARER.length()));
  }

  private static JsonObject json(Object body) {
    if (body instanceof JsonObject json) return json;
    try {
      if (body instanceof Buffer buffer) return new JsonObject(buffer);
    } catch (DecodeException | ClassCastException notAnObject) {
      // Answered below.
    }
    throw Problems.badRequest("MALFORMED_JSON", "The request is not a JSON object.");
  }

  private void fail(Message<Object> request, Throwable cause) {
    Problem problem = ChargeJson.problem(cause, words, Locale.ENGLISH);
    if (problem.status() == 500) {
      LOG.atError()
          .addKeyValue("address", PaymentCall.ADDRESS)
          .setCause(cause)
          .log("payment call failed");
    }
    request.fail(problem.status(), problem.code());
  }
}
