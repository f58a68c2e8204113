package insurancecontract.subscription.application;

import insurancecontract.chassis.decision.Handled;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;

/** Called with every decision after it is stored; for metrics. */
@FunctionalInterface
public interface DecisionObserver {
  /** This is how the command ended. */
  void decided(SubscriptionCommand command, Handled<SubscriptionState, SubscriptionEvent> handled);
}
