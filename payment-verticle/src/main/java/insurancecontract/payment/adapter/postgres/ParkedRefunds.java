package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.payment.application.Refunds;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.PaymentEvent;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Parked refunds, as operators find them. */
final class ParkedRefunds {
  private ParkedRefunds() {}

  /** The refunds that these events parked. */
  static List<ParkedItem> of(List<Recorded<Payment, PaymentEvent>> events) {
    List<ParkedItem> items = new ArrayList<>();
    for (Recorded<Payment, PaymentEvent> recorded : events) {
      if (recorded.after() instanceof Parked parked) items.add(item(parked));
    }
    return items;
  }

  private static ParkedItem item(Parked parked) {
    return new ParkedItem(
        Refunds.PARKED,
        "payment/" + parked.paymentId() + "/" + parked.version(),
        parked.subscriptionId(),
        parked.parkedReason(),
        new JsonObject()
            .put("paymentId", parked.paymentId())
            .put("customerId", parked.terms().customerId())
            .put("amount", parked.terms().amount())
            .put("currency", parked.terms().currency())
            .put("because", parked.reason()));
  }
}
