package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import java.util.List;

class InMemorySubscriptionsTest implements SubscriptionRepositoryContract {
  private final InMemorySubscriptions subscriptions = new InMemorySubscriptions();

  @Override
  public SubscriptionRepository repository() {
    return subscriptions;
  }

  @Override
  public List<String> published() {
    return subscriptions.published().stream()
        .map(recorded -> (Subscription) recorded.after())
        .map(after -> after.id() + "/" + after.version())
        .toList();
  }
}
