package insurancecontract.simulation.people;

import insurancecontract.simulation.world.Replica;
import insurancecontract.subscription.application.Applications;
import insurancecontract.subscription.application.Handled;
import insurancecontract.subscription.application.Traced;
import insurancecontract.subscription.domain.SubscriptionCommand;
import io.vertx.core.Future;
import java.util.function.Function;

/** Where one process of subscription lets customers in. */
public record SubscriptionDoor(
    Replica process,
    Applications applications,
    Function<Traced<SubscriptionCommand>, Future<Handled>> commands) {}
