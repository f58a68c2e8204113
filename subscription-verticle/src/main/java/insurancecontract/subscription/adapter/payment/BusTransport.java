package insurancecontract.subscription.adapter.payment;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.BusAddress;
import insurancecontract.chassis.tracing.Trace;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Supplier;

/** Calls payment on the event bus, in this process or across a cluster. */
public final class BusTransport implements PaymentTransport {
  private final EventBus bus;
  private final Supplier<String> token;
  private final Supplier<Duration> timeout;

  /**
   * Calls over {@code bus}.
   *
   * @param token authenticates this service
   * @param timeout how long to wait for the reply
   */
  public BusTransport(EventBus bus, Supplier<String> token, Supplier<Duration> timeout) {
    this.bus = bus;
    this.token = token;
    this.timeout = timeout;
  }

  @Override
  public Future<Charged> call(Location instance, Charge charge, String traceparent) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(timeout.get().toMillis())
            .addHeader("Authorization", "Bearer " + token.get());
    if (traceparent != null) options.addHeader(Trace.HEADER, traceparent);
    return bus.<JsonObject>request(((BusAddress) instance).address(), Json.object(charge), options)
        .map(reply -> Json.as(reply.body(), Charged.class))
        .recover(cause -> Future.failedFuture(translated(cause)));
  }

  private static Throwable translated(Throwable cause) {
    if (!(cause instanceof ReplyException reply)) return cause;
    return switch (reply.failureType()) {
      case NO_HANDLERS -> new Unreachable(cause);
      case RECIPIENT_FAILURE -> new RejectedCall(reply.failureCode(), reply.getMessage());
      default -> cause;
    };
  }
}
