package insurancecontract.simulation.people;

import insurancecontract.payment.application.Outcome;
import insurancecontract.payment.application.Traced;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.simulation.world.Replica;
import io.vertx.core.Future;
import java.util.function.Function;

/** Where one process of payment lets operators in. */
public record MoneyDoor(
    Replica process, Function<Traced<PaymentCommand>, Future<Outcome>> commands) {}
