package insurancecontract.contracts;

/**
 * A fact that a service announces about one of its aggregates, as its state stands after it.
 *
 * <p>Facts of one subscription share its id as their key, whoever announces them. {@code version}
 * counts the facts of one aggregate from 1 without gaps: a fact whose version is not newer than
 * what its reader has seen from the same topic changes nothing.
 */
public sealed interface Event permits SubscriptionEvent, PaymentEvent, UnderwritingEvent {
  /** The subscription that the fact belongs to; the correlation key of everything. */
  long subscriptionId();

  /** The position of this fact among those of its aggregate, from 1. */
  long version();
}
