package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.simulation.world.Replica;
import insurancecontract.subscription.application.Applications;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;

/** Where one subscription process serves customers. */
public record ApplicationsApi(
    Replica process,
    Applications applications,
    Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands) {}
