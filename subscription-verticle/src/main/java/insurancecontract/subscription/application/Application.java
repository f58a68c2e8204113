package insurancecontract.subscription.application;

/**
 * A customer's wish to be covered, as it came in.
 *
 * @param key the request's key, else null
 * @param bodyHash what the request said; null without a key
 * @param traceparent the trace it belongs to, else null
 */
public record Application(
    String customerId, String productName, String key, String bodyHash, String traceparent) {
  /** The key as theirs alone; null without a key. */
  RequestKey requestKey() {
    return key == null ? null : new RequestKey(customerId, key);
  }
}
