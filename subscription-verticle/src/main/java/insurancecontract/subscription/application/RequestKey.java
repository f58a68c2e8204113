package insurancecontract.subscription.application;

/** The name that a customer gave to a request, to be able to ask it again; theirs alone. */
public record RequestKey(String customerId, String key) {}
