package insurancecontract.simulation.money;

import insurancecontract.chassis.Json;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.Mishap;
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
 * The call from a process of subscription to any process of payment. A question that got no answer
 * in time may still be answered, and may still charge.
 */
public final class SimulatedCall implements Payments {
  private static final long TIMEOUT_MICROS = 2_000_000;

  private final World world;
  private final Replica process;
  private final Supplier<List<ChargeDoor>> doors;
  private final Supplier<Boolean> open;

  /**
   * Calls from this process.
   *
   * @param doors where payment answers at present
   * @param breakerOpen whether nobody is let through
   */
  public SimulatedCall(
      Replica process, Supplier<List<ChargeDoor>> doors, Supplier<Boolean> breakerOpen) {
    this.world = process.world();
    this.process = process;
    this.doors = doors;
    this.open = breakerOpen;
  }

  @Override
  public Optional<Permit> tryAcquire() {
    return open.get() ? Optional.empty() : Optional.of(new Asking());
  }

  @Override
  public Duration retryAfter() {
    return Duration.ofSeconds(1);
  }

  private final class Asking implements Permit {
    @Override
    public Future<Answer> charge(Subscription.PendingPayment subscription, String traceparent) {
      return ask(Json.object(ChargeMessages.request(subscription))).map(ChargeMessages::answer);
    }

    @Override
    public void release() {
      // Nobody counts them here.
    }
  }

  private Future<Charged> ask(JsonObject question) {
    List<ChargeDoor> there = doors.get();
    if (there.isEmpty()) {
      return Future.failedFuture(VertxException.noStackTrace("no instance of payment"));
    }
    ChargeDoor door = world.chance().oneOf(there);
    Promise<Charged> answer = Promise.promise();
    process.later(
        TIMEOUT_MICROS, () -> answer.tryFail(new TimeoutException("not answered in time")));
    if (world.meet(Mishap.QUESTION_LOST, Service.SUBSCRIPTION).isPresent()) return answer.future();
    long late =
        world
            .meet(Mishap.QUESTION_LATE, Service.SUBSCRIPTION)
            .map(Fault::millis)
            .map(millis -> millis * 1_000)
            .orElse(0L);
    door.process().later(late + world.chance().latency(), () -> arrived(door, question, answer));
    return answer.future();
  }

  private void arrived(ChargeDoor door, JsonObject question, Promise<Charged> answer) {
    door.ask(question)
        .onComplete(
            done -> {
              if (done.failed()) world.failed(done.cause());
              if (!door.process().alive() || door.process().diesOf(Mishap.CRASH_BEFORE_REPLY)) {
                return;
              }
              if (world.meet(Mishap.REPLY_LOST, Service.PAYMENT).isEmpty()) {
                process.soon(() -> reply(answer, done.result(), done.cause()));
              }
              boolean unused = door.process().diesOf(Mishap.CRASH_AFTER_REPLY);
            });
  }

  private static void reply(Promise<Charged> answer, Charged charged, Throwable cause) {
    if (cause != null) answer.tryFail(cause);
    else answer.tryComplete(Json.as(Json.object(charged), Charged.class));
  }
}
