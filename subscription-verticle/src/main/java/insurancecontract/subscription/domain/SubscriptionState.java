package insurancecontract.subscription.domain;

/** An application, or its absence. */
public sealed interface SubscriptionState permits SubscriptionState.Absent, Subscription {
  /** There is no application of that id. */
  record Absent() implements SubscriptionState {}
}
