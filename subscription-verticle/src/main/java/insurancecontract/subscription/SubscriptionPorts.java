package insurancecontract.subscription;

import insurancecontract.subscription.application.DecisionObserver;
import insurancecontract.subscription.application.Payments;
import insurancecontract.subscription.application.SubscriptionRepository;
import insurancecontract.subscription.application.Timers;
import java.time.InstantSource;

/** The outside world of the subscription service. */
public record SubscriptionPorts(
    SubscriptionRepository repository,
    Payments payments,
    Timers timers,
    InstantSource clock,
    DecisionObserver observer) {}
