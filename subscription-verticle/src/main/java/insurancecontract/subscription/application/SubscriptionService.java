package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Load, decide, store. However many commands arrive together, whether from customers or from facts
 * of others, they share one transaction.
 */
public final class SubscriptionService {
  private final SubscriptionRepository repository;
  private final DecisionObserver observer;

  /** Decides over what the repository holds and tells the observer once it is stored. */
  public SubscriptionService(SubscriptionRepository repository, DecisionObserver observer) {
    this.repository = repository;
    this.observer = observer;
  }

  /**
   * Decides the commands in order, all in one transaction; those about the same application see
   * what the ones before them did.
   *
   * @return one outcome for each command, in order
   */
  public Future<List<Handled>> handle(List<Traced<SubscriptionCommand>> commands) {
    if (commands.isEmpty()) return Future.succeededFuture(List.of());
    TreeSet<Long> ids = new TreeSet<>();
    commands.forEach(traced -> ids.add(traced.command().subscriptionId()));
    return repository
        .transact(ids, found -> decide(commands, found))
        .onSuccess(handled -> observe(commands, handled));
  }

  private static Changes<List<Handled>> decide(
      List<Traced<SubscriptionCommand>> commands, Map<Long, Subscription> found) {
    Map<Long, Subscription> now = new HashMap<>(found);
    List<Change> changes = new ArrayList<>();
    List<Handled> handled = new ArrayList<>(commands.size());
    for (Traced<SubscriptionCommand> traced : commands) {
      long id = traced.command().subscriptionId();
      handled.add(decide(traced, now.get(id), changes));
      now.computeIfPresent(id, (key, before) -> handled.get(handled.size() - 1).after());
    }
    return new Changes<>(changes, List.copyOf(handled));
  }

  private static Handled decide(
      Traced<SubscriptionCommand> traced, Subscription before, List<Change> changes) {
    if (before == null) return new Handled(Subscription.decideUnknown(), null);
    Decision decision = Subscription.decide(before, traced.command());
    Subscription after = before;
    if (decision instanceof Decision.Accepted accepted) {
      for (SubscriptionEvent event : accepted.events()) {
        after = Subscription.evolve(after, event);
        changes.add(new Change(event, after, traced.traceparent()));
      }
    }
    return new Handled(decision, after);
  }

  private void observe(List<Traced<SubscriptionCommand>> commands, List<Handled> handled) {
    for (int i = 0; i < handled.size(); i++) {
      observer.decided(commands.get(i).command(), handled.get(i));
    }
  }

  /**
   * The application, if the asker may see it.
   *
   * @param customerId whose it must be, or empty for whoever may see all
   */
  public Future<Optional<Subscription>> find(long id, Optional<String> customerId) {
    return repository
        .find(id)
        .map(found -> found.filter(it -> customerId.map(it::isOf).orElse(true)));
  }

  /** The applications that the query asks for, newest first. */
  public Future<List<Subscription>> list(SubscriptionQuery query) {
    return repository.list(query);
  }
}
