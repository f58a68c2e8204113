package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.simulation.world.World;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Operators handle parked refunds: they retry or settle them. */
public final class Operators {
  private static final long LOOK_MICROS = 5_000_000;

  private final World world;
  private final Client<RefundApi> api;
  private final Supplier<? extends Collection<? extends Payment>> payments;

  /** Operators who watch these payments. */
  public Operators(
      World world,
      Supplier<List<RefundApi>> apis,
      Supplier<? extends Collection<? extends Payment>> payments) {
    this.world = world;
    this.api = new Client<>(world, apis, RefundApi::process);
    this.payments = payments;
  }

  /** Checks for parked refunds, repeatedly. */
  public void look() {
    payments.get().stream().filter(Parked.class::isInstance).forEach(this::lookAfter);
    world.timeline().after(LOOK_MICROS, this::look);
  }

  private void lookAfter(Payment payment) {
    long id = payment.subscriptionId();
    PaymentCommand command =
        world.chance().is(0.5)
            ? new RetryRefund(id, world.timeline().instant())
            : new SettleRefund(id, "otto", world.timeline().instant());
    world.trace().add(() -> "operator: " + command);
    // A command that fails is sent again at the next check.
    api.ask(it -> it.commands().submit(new Traced<>(command, null))).otherwiseEmpty();
  }
}
