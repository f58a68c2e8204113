package insurancecontract.subscription.adapter.http;

import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Applications and products as clients see them; what is not so yet is left out. */
final class SubscriptionDocument {
  private SubscriptionDocument() {}

  static JsonObject of(Subscription subscription) {
    JsonObject document =
        new JsonObject()
            .put("subscriptionId", subscription.id())
            .put("subscriptionStatus", subscription.status().name())
            .put("customerId", subscription.customerId())
            .put("productName", subscription.product().productName())
            .put("premium", subscription.product().premium())
            .put("currency", subscription.product().currency())
            .put("createdAt", subscription.createdAt().toString());
    putIfThere(document, "paymentId", subscription.paymentId());
    putIfThere(document, "underwritingId", subscription.underwritingId());
    putIfThere(document, "reason", subscription.reason());
    putIfThere(document, "contractedAt", text(subscription.contractedAt()));
    putIfThere(document, "withdrawableUntil", text(subscription.withdrawableUntil()));
    return document;
  }

  /**
   * @param coolingOff how long a contract for it may be withdrawn from, shown in whole days
   */
  static JsonObject of(Product product, Duration coolingOff) {
    return new JsonObject()
        .put("productName", product.productName())
        .put("premium", product.premium())
        .put("currency", product.currency())
        .put("withdrawalDays", coolingOff.toDays());
  }

  private static void putIfThere(JsonObject document, String field, Object value) {
    if (value != null) document.put(field, value);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
