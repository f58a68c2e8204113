package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.SubscriptionCommand;

/** Is told of every decision after it is stored; for counting. */
@FunctionalInterface
public interface DecisionObserver {
  /** That command was decided so. */
  void decided(SubscriptionCommand command, Decision decision);
}
