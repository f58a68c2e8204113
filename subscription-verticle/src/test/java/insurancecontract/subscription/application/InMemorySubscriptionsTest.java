package insurancecontract.subscription.application;

import java.util.List;

class InMemorySubscriptionsTest implements SubscriptionRepositoryContract {
  private final InMemorySubscriptions subscriptions = new InMemorySubscriptions();

  @Override
  public SubscriptionRepository repository() {
    return subscriptions;
  }

  @Override
  public List<String> announced() {
    return subscriptions.published().stream()
        .map(change -> change.after().id() + "/" + change.after().version())
        .toList();
  }
}
