package insurancecontract.architecture.wrong.subscription.adapter.postgres;

/** An adapter that somebody knows. */
public record Store() {}
