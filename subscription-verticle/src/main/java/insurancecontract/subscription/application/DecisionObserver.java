package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.SubscriptionCommand;

/** Is told of every decision after it is stored; for counting. */
@FunctionalInterface
public interface DecisionObserver {
  /** That command ended so. */
  void decided(SubscriptionCommand command, Handled handled);
}
