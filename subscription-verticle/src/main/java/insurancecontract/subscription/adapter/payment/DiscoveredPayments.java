package insurancecontract.subscription.adapter.payment;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.breaker.GuardedCall;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.BusAddress;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.subscription.application.Payments;
import insurancecontract.subscription.domain.Subscription;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks whichever instance of payment discovery names: on the event bus where there is one, else by
 * HTTP. A question that is not answered is asked once more, since it, or its answer, may have been
 * lost with a connection or an instance, and payment charges once however often it is asked. A
 * breaker and a bound on calls in flight stand before it. A decline is an answer like any other;
 * only what brings no answer counts against the breaker.
 *
 * <p>Belongs to one event loop.
 */
public final class DiscoveredPayments implements Payments {
  private final Discovery discovery;
  private final Tracing tracing;
  private final GuardedCall guard;
  private final PaymentTransport bus;
  private final PaymentTransport http;
  private final Supplier<Duration> timeout;
  private int asked;

  /**
   * Asks over these transports what discovery finds, as the guard lets it.
   *
   * @param timeout after which the guard waits no longer
   */
  public DiscoveredPayments(
      ServiceContext context,
      GuardedCall guard,
      PaymentTransport bus,
      PaymentTransport http,
      Supplier<Duration> timeout) {
    this.discovery = context.discovery();
    this.tracing = context.tracing();
    this.guard = guard;
    this.bus = bus;
    this.http = http;
    this.timeout = timeout;
  }

  @Override
  public Optional<Turn> tryEnter() {
    return guard.tryEnter().map(GuardedTurn::new);
  }

  @Override
  public Duration retryAfter() {
    return guard.retryAfter();
  }

  private final class GuardedTurn implements Turn {
    private final GuardedCall.Permit permit;

    GuardedTurn(GuardedCall.Permit permit) {
      this.permit = permit;
    }

    @Override
    public Future<Answer> charge(Subscription subscription, String traceparent) {
      Step step = tracing.begin(SpanKind.CLIENT, "charge", traceparent);
      return permit
          .call(() -> askTwice(PaymentQuestion.of(subscription), step.traceparent()))
          .onComplete(asked -> step.end(asked.cause()));
    }

    @Override
    public void giveBack() {
      permit.release();
    }
  }

  /** Silence is waited for half of the time, and a call that breaks is asked again at once. */
  private Future<Answer> askTwice(Charge charge, String traceparent) {
    Future<Answer> first = ask(charge, traceparent);
    Future<Answer> second =
        first
            .timeout(timeout.get().toMillis() / 2, TimeUnit.MILLISECONDS)
            .recover(
                cause -> isCertain(cause) ? Future.failedFuture(cause) : ask(charge, traceparent));
    return Future.any(first, second)
        .map(answered -> first.succeeded() ? first.result() : second.result());
  }

  private static boolean isCertain(Throwable cause) {
    return cause instanceof Refusal || cause instanceof NoPayment;
  }

  private Future<Answer> ask(Charge charge, String traceparent) {
    return discovery
        .find(PaymentCall.SERVICE)
        .compose(found -> ask(inTurn(found), 0, charge, traceparent))
        .map(PaymentQuestion::answer);
  }

  /** The bus first, since it is nearer; HTTP instances take turns. */
  private List<Location> inTurn(List<Location> found) {
    List<Location> inTurn = new ArrayList<>();
    List<Location> distant = new ArrayList<>();
    found.stream().distinct().forEach(it -> (it instanceof BusAddress ? inTurn : distant).add(it));
    for (int i = 0; i < distant.size(); i++) {
      inTurn.add(distant.get(Math.floorMod(asked + i, distant.size())));
    }
    asked++;
    return inTurn;
  }

  /** An instance that cannot be reached has heard nothing, so the next one may be asked. */
  private Future<Charged> ask(
      List<Location> instances, int next, Charge charge, String traceparent) {
    if (next == instances.size()) return Future.failedFuture(new NoPayment());
    Location instance = instances.get(next);
    PaymentTransport transport = instance instanceof BusAddress ? bus : http;
    return transport
        .ask(instance, charge, traceparent)
        .recover(
            cause ->
                cause instanceof NotReached
                    ? ask(instances, next + 1, charge, traceparent)
                    : Future.failedFuture(cause));
  }
}
