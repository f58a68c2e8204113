package insurancecontract.architecture.wrong.subscription.application;

import insurancecontract.architecture.wrong.subscription.adapter.http.KnowsASibling;

/** A use case that knows how it is reached. */
public record KnowsAnAdapter(KnowsASibling adapter) {}
