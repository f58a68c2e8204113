package insurancecontract.simulation.money;

import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.payment.adapter.call.ChargeJson;
import insurancecontract.payment.application.Charges;
import insurancecontract.payment.domain.Terms;
import insurancecontract.simulation.world.Replica;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Where one payment process serves the payment call. */
public record ChargeApi(Replica process, Charges charges) {
  Future<Charged> ask(JsonObject request) {
    Charge charge = ChargeJson.read(request);
    return charges
        .charge(
            charge.subscriptionId(),
            new Terms(charge.customerId(), charge.amount(), charge.currency()),
            null)
        .map(ChargeJson::reply);
  }
}
