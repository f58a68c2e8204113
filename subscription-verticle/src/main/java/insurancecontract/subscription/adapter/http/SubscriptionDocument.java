package insurancecontract.subscription.adapter.http;

import insurancecontract.subscription.domain.Header;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.Subscription.HasCase;
import insurancecontract.subscription.domain.Subscription.HasContract;
import insurancecontract.subscription.domain.Subscription.HasPayment;
import insurancecontract.subscription.domain.Subscription.HasReason;
import io.vertx.core.json.JsonObject;

/** Applications and products in the API's JSON; fields without a value are left out. */
final class SubscriptionDocument {
  private SubscriptionDocument() {}

  static JsonObject of(Subscription subscription) {
    Header header = subscription.header();
    JsonObject document =
        new JsonObject()
            .put("subscriptionId", header.id())
            .put("subscriptionStatus", subscription.status().name())
            .put("cancellable", subscription.status().isCancellable())
            .put("customerId", header.customerId())
            .put("productName", header.product().productName())
            .put("premium", header.product().premium())
            .put("currency", header.product().currency())
            .put("createdAt", header.createdAt().toString());
    if (subscription instanceof HasPayment it) document.put("paymentId", it.paymentId());
    if (subscription instanceof HasCase it) document.put("underwritingId", it.underwritingId());
    if (subscription instanceof HasReason it) document.put("reason", it.reason());
    if (subscription instanceof HasContract it) {
      document
          .put("contractedAt", it.terms().contractedAt().toString())
          .put("withdrawableUntil", it.terms().withdrawableUntil().toString());
    }
    return document;
  }

  /**
   * @param withdrawalDays the days for withdrawing from a contract for it
   */
  static JsonObject of(Product product, int withdrawalDays) {
    return new JsonObject()
        .put("productName", product.productName())
        .put("premium", product.premium())
        .put("currency", product.currency())
        .put("withdrawalDays", withdrawalDays);
  }
}
