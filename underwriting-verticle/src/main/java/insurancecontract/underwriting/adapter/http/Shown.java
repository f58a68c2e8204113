package insurancecontract.underwriting.adapter.http;

import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.UnderwritingCase.Decided;
import insurancecontract.underwriting.domain.UnderwritingCase.OnDesk;
import insurancecontract.underwriting.domain.UnderwritingCase.Opened;
import insurancecontract.underwriting.domain.UnderwritingCase.Refused;
import io.vertx.core.json.JsonObject;

/** Cases and underwriters as the API shows them; unknown fields are left out. */
final class Shown {
  private Shown() {}

  static JsonObject of(UnderwritingCase each) {
    JsonObject json =
        new JsonObject()
            .put("underwritingId", each.underwritingId())
            .put("underwritingStatus", each.status().name())
            .put("subscriptionId", each.subscriptionId());
    each.opened().ifPresent(opened -> put(opened, json));
    return json;
  }

  private static void put(Opened opened, JsonObject json) {
    put(opened.registration().application(), json);
    json.put("registeredAt", opened.registration().at().toString());
    if (opened instanceof OnDesk it) {
      json.put("underwriterId", it.assignment().underwriterId())
          .put("assignedAt", it.assignment().at().toString());
    }
    if (opened instanceof Refused it) json.put("reason", it.reason());
    if (opened instanceof Decided it) json.put("decidedAt", it.verdict().at().toString());
  }

  private static void put(Application application, JsonObject json) {
    json.put("paymentId", application.paymentId())
        .put("customerId", application.customerId())
        .put("productName", application.productName())
        .put("premium", application.premium())
        .put("currency", application.currency());
  }

  static JsonObject of(Underwriter each) {
    return new JsonObject()
        .put("underwriterId", each.underwriterId())
        .put("name", each.name())
        .put("capacity", each.capacity())
        .put("load", each.load());
  }
}
