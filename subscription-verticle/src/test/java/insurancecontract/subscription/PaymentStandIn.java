package insurancecontract.subscription;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A scripted payment service, on the event bus or by HTTP. */
final class PaymentStandIn implements AutoCloseable {
  /** One call as it arrived. */
  record Received(Charge charge, String authorization, String traceparent) {}

  private final Discovery discovery;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicReference<Function<Charge, Future<Charged>>> script =
      new AtomicReference<>(PaymentStandIn::approved);
  private MessageConsumer<JsonObject> consumer;
  private HttpServer server;
  private volatile boolean breaksOnce;

  private PaymentStandIn(Vertx vertx) {
    discovery = new Discovery(vertx);
  }

  static PaymentStandIn onTheBus(Vertx vertx) {
    PaymentStandIn payment = new PaymentStandIn(vertx);
    payment.consumer = vertx.eventBus().consumer(PaymentCall.ADDRESS, payment::answer);
    done(payment.consumer.completion());
    done(payment.discovery.publishBus(PaymentCall.SERVICE, PaymentCall.ADDRESS));
    return payment;
  }

  static PaymentStandIn byHttp(Vertx vertx) {
    PaymentStandIn payment = new PaymentStandIn(vertx);
    payment.server =
        await(vertx.createHttpServer().requestHandler(payment::answer).listen(0, "127.0.0.1"));
    done(
        payment.discovery.publishHttp(
            PaymentCall.SERVICE, "127.0.0.1", payment.server.actualPort()));
    return payment;
  }

  /** Sets the script. */
  void answer(Function<Charge, Future<Charged>> next) {
    script.set(next);
  }

  /** Closes the connection of the next HTTP call without reading it. */
  void breakOnce() {
    breaksOnce = true;
  }

  static Future<Charged> approved(Charge charge) {
    return Future.succeededFuture(
        new Charged(charge.subscriptionId(), charge.subscriptionId() * 10, "APPROVED", null));
  }

  static Future<Charged> declined(Charge charge) {
    return Future.succeededFuture(
        new Charged(charge.subscriptionId(), charge.subscriptionId() * 10, "DECLINED", "NO_FUNDS"));
  }

  static Future<Charged> failing(Charge charge) {
    return Future.failedFuture("PROVIDER_FAILED");
  }

  /** Rejects the request itself with this status. */
  static Future<Charged> rejected(int status) {
    return Future.failedFuture(new Rejection(status));
  }

  private static final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Rejection(int status) {
      super("INVALID");
      this.status = status;
    }
  }

  private static int status(Throwable cause) {
    return cause instanceof Rejection rejection ? rejection.status : 503;
  }

  static Future<Charged> hanging(Charge charge) {
    return Promise.<Charged>promise().future();
  }

  List<Received> received() {
    return received;
  }

  private void answer(Message<JsonObject> call) {
    Charge charge = Json.as(call.body(), Charge.class);
    received.add(
        new Received(
            charge, call.headers().get("Authorization"), call.headers().get("traceparent")));
    script
        .get()
        .apply(charge)
        .onSuccess(charged -> call.reply(Json.object(charged)))
        .onFailure(cause -> call.fail(status(cause), cause.getMessage()));
  }

  private void answer(HttpServerRequest request) {
    if (breaksOnce) {
      breaksOnce = false;
      var unused = request.connection().close();
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              Charge charge = Json.decode(body, Charge.class);
              received.add(
                  new Received(
                      charge,
                      request.getHeader("Authorization"),
                      request.getHeader("traceparent")));
              script
                  .get()
                  .apply(charge)
                  .onSuccess(charged -> end(request, 201, Json.object(charged)))
                  .onFailure(cause -> end(request, status(cause), new JsonObject()));
            });
  }

  private static void end(HttpServerRequest request, int status, JsonObject body) {
    var unused =
        request
            .response()
            .setStatusCode(status)
            .putHeader("content-type", "application/json")
            .end(body.toBuffer());
  }

  /** Stops answering but keeps its discovery record, as after a crash. */
  void crash() {
    if (consumer != null) done(consumer.unregister());
    if (server != null) done(server.close());
  }

  /** Removes its discovery record and closes its server. */
  @Override
  public void close() {
    done(discovery.close());
    if (consumer != null) done(consumer.unregister());
    if (server != null) done(server.close());
  }
}
