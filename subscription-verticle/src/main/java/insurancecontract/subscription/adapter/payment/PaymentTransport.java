package insurancecontract.subscription.adapter.payment;

import insurancecontract.chassis.discovery.Location;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;

/** One way to call an instance of payment. */
@FunctionalInterface
public interface PaymentTransport {
  /**
   * Calls that instance. Fails with {@link Unreachable} when it has certainly not received the
   * call, with {@link RejectedCall} when it certainly has; any other failure leaves that open.
   */
  Future<Charged> call(Location instance, Charge charge, String traceparent);
}
