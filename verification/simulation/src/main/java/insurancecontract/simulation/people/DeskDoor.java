package insurancecontract.simulation.people;

import insurancecontract.simulation.world.Replica;
import insurancecontract.underwriting.application.Traced;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;

/** Where one process of underwriting lets its people in. */
public record DeskDoor(Replica process, Function<Traced<DeskCommand>, Future<Outcome>> commands) {}
