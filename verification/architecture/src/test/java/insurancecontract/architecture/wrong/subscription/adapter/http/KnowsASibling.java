package insurancecontract.architecture.wrong.subscription.adapter.http;

import insurancecontract.architecture.wrong.subscription.adapter.postgres.Store;

/** An adapter that goes to another one past the use case. */
public record KnowsASibling(Store store) {}
