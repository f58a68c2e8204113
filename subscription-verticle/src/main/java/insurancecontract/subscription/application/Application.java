package insurancecontract.subscription.application;

/**
 * A customer's request for cover.
 *
 * @param key the request's key, else null
 * @param bodyHash the hash of the request's body; null without a key
 * @param traceparent the trace it belongs to, else null
 */
public record Application(
    String customerId, String productName, String key, String bodyHash, String traceparent) {
  /** The key, scoped to the customer; null without a key. */
  RequestKey requestKey() {
    return key == null ? null : new RequestKey(customerId, key);
  }
}
