package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.application.Changes.Recorded;
import insurancecontract.payment.application.Refunds;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent.RefundParked;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The refunds that wait for a person, as operators find them. */
final class ParkedRefunds {
  private ParkedRefunds() {}

  static List<ParkedItem> of(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> change.recorded().stream())
        .filter(recorded -> recorded.event() instanceof RefundParked)
        .map(ParkedRefunds::item)
        .toList();
  }

  private static ParkedItem item(Recorded recorded) {
    Payment after = recorded.after();
    return new ParkedItem(
        Refunds.PARKED,
        "payment/" + after.paymentId() + "/" + after.version(),
        after.subscriptionId(),
        after.parkedReason(),
        new JsonObject()
            .put("paymentId", after.paymentId())
            .put("customerId", after.terms().customerId())
            .put("amount", after.terms().amount())
            .put("currency", after.terms().currency())
            .put("because", after.reason()));
  }
}
