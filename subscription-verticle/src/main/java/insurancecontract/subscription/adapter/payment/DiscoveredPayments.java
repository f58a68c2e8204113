package insurancecontract.subscription.adapter.payment;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.breaker.BreakerSettings;
import insurancecontract.chassis.breaker.GuardedCall;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.BusAddress;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.identity.ServiceCredential;
import insurancecontract.chassis.service.EventDrivenService;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.contracts.Services;
import insurancecontract.subscription.application.Payments;
import insurancecontract.subscription.domain.Subscription.PendingPayment;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls an instance of payment that discovery lists: on the event bus if there is one, otherwise by
 * HTTP. A call without an answer is repeated once, since the request or the answer may have been
 * lost with a connection or an instance; payment charges once, however often it is called. A
 * breaker and a limit on calls in flight guard it. A decline is an answer like any other, and so is
 * the refusal of the request itself; only calls without an answer count against the breaker.
 *
 * <p>Belongs to one event loop.
 */
public final class DiscoveredPayments implements Payments {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveredPayments.class);

  /** The reason of an application whose charge payment refused as a request. */
  private static final String REFUSED = "REFUSED_BY_PAYMENT";

  /** Shorter than a stopping instance goes on answering: it closes no connection in use. */
  private static final int KEEP_ALIVE_SECONDS = 1;

  private final Discovery discovery;
  private final Tracing tracing;
  private final GuardedCall guard;
  private final PaymentTransport bus;
  private final PaymentTransport http;
  private final Supplier<Duration> timeout;
  private int calls;

  /**
   * Calls over these transports, as the guard permits.
   *
   * @param timeout how long the guard waits for an answer
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

  /**
   * The call as a part of this service, with a breaker, a credential and connections of its own.
   */
  public static DiscoveredPayments open(
      EventDrivenService service, IdentitySettings identity, int connectionsMax) {
    ServiceContext context = service.context();
    Live<BreakerSettings> breaker = service.bind(BreakerSettings::from);
    Supplier<Duration> timeout = () -> breaker.get().timeout();
    var guard = new GuardedCall(context, PaymentCall.SERVICE, breaker);
    context.health().show("paymentBreaker", () -> guard.state().name());
    var credential = new ServiceCredential(context.vertx(), identity, Services.SUBSCRIPTION);
    WebClient client =
        WebClient.create(
            context.vertx(),
            new WebClientOptions()
                .setUserAgentEnabled(false)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(connectionsMax));
    service.opened("payment connections", () -> closed(client));
    return new DiscoveredPayments(
        context,
        guard,
        new BusTransport(context.vertx().eventBus(), credential::token, timeout),
        new HttpTransport(client, credential::token, timeout),
        timeout);
  }

  private static Future<Void> closed(WebClient client) {
    client.close();
    return Future.succeededFuture();
  }

  @Override
  public Optional<Permit> tryAcquire() {
    return guard.tryEnter().map(GuardedPermit::new);
  }

  @Override
  public Duration retryAfter() {
    return guard.retryAfter();
  }

  private final class GuardedPermit implements Permit {
    private final GuardedCall.Permit permit;

    GuardedPermit(GuardedCall.Permit permit) {
      this.permit = permit;
    }

    @Override
    public Future<Answer> charge(PendingPayment subscription, String traceparent) {
      Step step = tracing.begin(SpanKind.CLIENT, "charge", traceparent);
      return permit
          .call(() -> callTwice(ChargeMessages.request(subscription), step.traceparent()))
          .onComplete(done -> step.end(done.cause()));
    }

    @Override
    public void release() {
      permit.release();
    }
  }

  /** Calls again after half of the time without an answer, and at once after a failure. */
  private Future<Answer> callTwice(Charge charge, String traceparent) {
    Future<Answer> first = call(charge, traceparent);
    Future<Answer> second =
        first
            .timeout(timeout.get().toMillis() / 2, TimeUnit.MILLISECONDS)
            .recover(
                cause -> isFinal(cause) ? Future.failedFuture(cause) : call(charge, traceparent));
    return Future.any(first, second)
        .map(answered -> first.succeeded() ? first.result() : second.result())
        .recover(cause -> refusedOr(first.cause(), cause, charge));
  }

  /** Only the first call's refusal: before the second call, the first may have charged. */
  private static Future<Answer> refusedOr(Throwable first, Throwable cause, Charge charge) {
    if (!(first instanceof RejectedCall rejected) || !rejected.isRefusal()) {
      return Future.failedFuture(cause);
    }
    // The request is ours, so this is for us to mend.
    LOG.atWarn()
        .addKeyValue("subscriptionId", charge.subscriptionId())
        .addKeyValue("cause", rejected.getMessage())
        .log("payment refused the request, nothing is charged");
    return Future.succeededFuture(new Answer.Declined(REFUSED));
  }

  private static boolean isFinal(Throwable cause) {
    return cause instanceof RejectedCall || cause instanceof NoInstance;
  }

  private Future<Answer> call(Charge charge, String traceparent) {
    return discovery
        .find(PaymentCall.SERVICE)
        .compose(found -> call(inTurn(found), 0, charge, traceparent))
        .map(ChargeMessages::answer);
  }

  /** The event bus first, since it is nearer; HTTP instances by round robin. */
  private List<Location> inTurn(List<Location> found) {
    List<Location> inTurn = new ArrayList<>();
    List<Location> distant = new ArrayList<>();
    found.stream().distinct().forEach(it -> (it instanceof BusAddress ? inTurn : distant).add(it));
    for (int i = 0; i < distant.size(); i++) {
      inTurn.add(distant.get(Math.floorMod(calls + i, distant.size())));
    }
    calls++;
    return inTurn;
  }

  /** An unreachable instance has not received the call, so the next one is called. */
  private Future<Charged> call(
      List<Location> instances, int next, Charge charge, String traceparent) {
    if (next == instances.size()) return Future.failedFuture(new NoInstance());
    Location instance = instances.get(next);
    PaymentTransport transport = instance instanceof BusAddress ? bus : http;
    return transport
        .call(instance, charge, traceparent)
        .recover(
            cause ->
                cause instanceof Unreachable
                    ? call(instances, next + 1, charge, traceparent)
                    : Future.failedFuture(cause));
  }
}
