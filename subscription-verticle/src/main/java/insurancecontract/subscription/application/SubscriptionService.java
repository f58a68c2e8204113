package insurancecontract.subscription.application;

import insurancecontract.chassis.decision.CommandService;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionRules;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Decides commands about applications, and reads applications. */
public final class SubscriptionService {
  private final SubscriptionRepository repository;
  private final DecisionObserver observer;
  private final CommandService<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands;

  /** Calls the observer once a decision is stored. */
  public SubscriptionService(SubscriptionRepository repository, DecisionObserver observer) {
    this.repository = repository;
    this.observer = observer;
    // Rows are locked before they are decided about, so no other process can be faster.
    this.commands =
        new CommandService<>(
            new SubscriptionRules(), SubscriptionCommand::subscriptionId, repository, () -> 1);
  }

  /** Decides the commands in one transaction: one outcome for each, in order, once stored. */
  public Future<List<Handled<SubscriptionState, SubscriptionEvent>>> handle(
      List<Traced<SubscriptionCommand>> batch) {
    return commands.handle(batch).onSuccess(handled -> observe(batch, handled));
  }

  private void observe(
      List<Traced<SubscriptionCommand>> batch,
      List<Handled<SubscriptionState, SubscriptionEvent>> handled) {
    for (int i = 0; i < handled.size(); i++) {
      observer.decided(batch.get(i).value(), handled.get(i));
    }
  }

  /**
   * The application, if the caller may see it.
   *
   * @param customerId whose it must be; empty for callers who may see all
   */
  public Future<Optional<Subscription>> find(long id, Optional<String> customerId) {
    return repository
        .find(id)
        .map(found -> found.filter(it -> customerId.map(it::isOf).orElse(true)));
  }

  /** The applications that match the query, newest first. */
  public Future<List<Subscription>> list(SubscriptionQuery query) {
    return repository.list(query);
  }
}
