package insurancecontract.subscription.application;

/** The idempotency key of a customer's request; each customer has their own keys. */
public record RequestKey(String customerId, String key) {}
