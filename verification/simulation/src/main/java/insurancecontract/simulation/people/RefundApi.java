package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.simulation.world.Replica;

/** Where one payment process takes operators' commands. */
public record RefundApi(
    Replica process, Commands<Payment, PaymentCommand, PaymentEvent> commands) {}
