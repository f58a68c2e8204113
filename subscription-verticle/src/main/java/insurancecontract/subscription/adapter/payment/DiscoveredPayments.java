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

/**
 * Asks whichever instance of payment discovery names: on the event bus where there is one, else by
 * HTTP. A breaker and a bound on calls in flight stand before it. A decline is an answer like any
 * other; only what brings no answer counts against the breaker.
 *
 * <p>Belongs to one event loop.
 */
public final class DiscoveredPayments implements Payments {
  private final Discovery discovery;
  private final Tracing tracing;
  private final GuardedCall guard;
  private final PaymentTransport bus;
  private final PaymentTransport http;
  private int asked;

  /** Asks over these transports what discovery finds, as the guard lets it. */
  public DiscoveredPayments(
      ServiceContext context, GuardedCall guard, PaymentTransport bus, PaymentTransport http) {
    this.discovery = context.discovery();
    this.tracing = context.tracing();
    this.guard = guard;
    this.bus = bus;
    this.http = http;
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
          .call(() -> ask(PaymentQuestion.of(subscription), step.traceparent()))
          .onComplete(asked -> step.end(asked.cause()));
    }

    @Override
    public void giveBack() {
      permit.release();
    }
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
