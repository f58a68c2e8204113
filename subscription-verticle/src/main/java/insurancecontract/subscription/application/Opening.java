package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;
import java.time.Instant;

/**
 * A new application to record, unless its key was used before.
 *
 * @param key the request's key, else null
 * @param bodyHash tells a repeat from another request with the same key; null without key
 * @param keyUntil until when the key is remembered; null without key
 */
public record Opening(
    String customerId,
    Product product,
    Instant at,
    RequestKey key,
    String bodyHash,
    Instant keyUntil) {
  /** The application, once it has its number. */
  public Subscription.PendingPayment numbered(long id) {
    return Subscription.open(new SubscriptionEvent.Opened(id, customerId, product, at));
  }
}
