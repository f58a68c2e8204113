package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.simulation.world.Replica;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.UnderwritingCase;

/** Where one underwriting process takes people's commands. */
public record DeskApi(
    Replica process, Commands<UnderwritingCase, CaseCommand, CaseEvent> commands) {}
