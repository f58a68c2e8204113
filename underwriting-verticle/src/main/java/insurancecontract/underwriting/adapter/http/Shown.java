package insurancecontract.underwriting.adapter.http;

import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.json.JsonObject;

/** Cases and underwriters as people see them; what is not known yet is left out. */
final class Shown {
  private Shown() {}

  static JsonObject of(UnderwritingCase each) {
    JsonObject json =
        new JsonObject()
            .put("underwritingId", each.underwritingId())
            .put("underwritingStatus", each.status().name());
    each.underwriterId().ifPresent(id -> json.put("underwriterId", id));
    json.put("subscriptionId", each.subscriptionId());
    each.application().ifPresent(application -> put(application, json));
    each.reason().ifPresent(reason -> json.put("reason", reason));
    each.registeredAt().ifPresent(at -> json.put("registeredAt", at.toString()));
    each.assignedAt().ifPresent(at -> json.put("assignedAt", at.toString()));
    each.decidedAt().ifPresent(at -> json.put("decidedAt", at.toString()));
    return json;
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
