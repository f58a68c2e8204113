package insurancecontract.simulation.money;

import insurancecontract.chassis.Json;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import insurancecontract.subscription.adapter.payment.ChargeMessages;
import insurancecontract.subscription.application.Payments;
import insurancecontract.subscription.domain.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The call from a subscription process to any payment process. A request that timed out may still
 * be processed and charge.
 */
public final class SimulatedPaymentCall implements Payments {
  private static final long TIMEOUT_MICROS = 2_000_000;

  private final World world;
  private final Replica process;
  private final Supplier<List<ChargeApi>> apis;
  private final Supplier<Boolean> open;

  /**
   * Calls from this process.
   *
   * @param apis the payment processes that are up
   * @param breakerOpen whether calls are refused
   */
  public SimulatedPaymentCall(
      Replica process, Supplier<List<ChargeApi>> apis, Supplier<Boolean> breakerOpen) {
    this.world = process.world();
    this.process = process;
    this.apis = apis;
    this.open = breakerOpen;
  }

  @Override
  public Optional<Permit> tryAcquire() {
    return open.get() ? Optional.empty() : Optional.of(new CallPermit());
  }

  @Override
  public Duration retryAfter() {
    return Duration.ofSeconds(1);
  }

  private final class CallPermit implements Permit {
    @Override
    public Future<Answer> charge(Subscription.PendingPayment subscription, String traceparent) {
      return ask(Json.object(ChargeMessages.request(subscription))).map(ChargeMessages::answer);
    }

    @Override
    public void release() {
      // Permits are not counted here.
    }
  }

  private Future<Charged> ask(JsonObject request) {
    List<ChargeApi> available = apis.get();
    if (available.isEmpty()) {
      return Future.failedFuture(VertxException.noStackTrace("no instance of payment"));
    }
    ChargeApi api = world.chance().oneOf(available);
    Promise<Charged> answer = Promise.promise();
    process.later(TIMEOUT_MICROS, () -> answer.tryFail(new TimeoutException("timed out")));
    if (world.inject(FaultKind.REQUEST_LOST, Service.SUBSCRIPTION).isPresent())
      return answer.future();
    long late =
        world
            .inject(FaultKind.REQUEST_LATE, Service.SUBSCRIPTION)
            .map(Fault::millis)
            .map(millis -> millis * 1_000)
            .orElse(0L);
    api.process().later(late + world.chance().latency(), () -> arrived(api, request, answer));
    return answer.future();
  }

  private void arrived(ChargeApi api, JsonObject request, Promise<Charged> answer) {
    api.ask(request)
        .onComplete(
            done -> {
              if (done.failed()) world.failed(done.cause());
              if (!api.process().alive() || api.process().crashesAt(FaultKind.CRASH_BEFORE_REPLY)) {
                return;
              }
              if (world.inject(FaultKind.RESPONSE_LOST, Service.PAYMENT).isEmpty()) {
                process.soon(() -> reply(answer, done.result(), done.cause()));
              }
              boolean unused = api.process().crashesAt(FaultKind.CRASH_AFTER_REPLY);
            });
  }

  private static void reply(Promise<Charged> answer, Charged charged, Throwable cause) {
    if (cause != null) answer.tryFail(cause);
    else answer.tryComplete(Json.as(Json.object(charged), Charged.class));
  }
}
