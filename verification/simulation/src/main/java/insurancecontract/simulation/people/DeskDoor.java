package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.simulation.world.Replica;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.UnderwritingCase;

/** Where one process of underwriting takes commands from people. */
public record DeskDoor(
    Replica process, Commands<UnderwritingCase, CaseCommand, CaseEvent> commands) {}
