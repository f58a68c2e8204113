package insurancecontract.subscription.adapter.payment;

import insurancecontract.chassis.discovery.Location;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;

/** One way to put the question to an instance of payment. */
@FunctionalInterface
public interface PaymentTransport {
  /**
   * Asks that instance. Fails with {@link NotReached} when it certainly has not heard the question,
   * and with {@link Refusal} when it certainly has; any other failure leaves that open.
   */
  Future<Charged> ask(Location instance, Charge charge, String traceparent);
}
