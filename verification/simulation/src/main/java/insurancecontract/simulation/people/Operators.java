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

/** Operators look after refunds that wait for a person: they try them again, or settle them. */
public final class Operators {
  private static final long LOOK_MICROS = 5_000_000;

  private final World world;
  private final FrontDoor<MoneyDoor> door;
  private final Supplier<? extends Collection<? extends Payment>> payments;

  /** Operators who look at these payments. */
  public Operators(
      World world,
      Supplier<List<MoneyDoor>> doors,
      Supplier<? extends Collection<? extends Payment>> payments) {
    this.world = world;
    this.door = new FrontDoor<>(world, doors, MoneyDoor::process);
    this.payments = payments;
  }

  /** Looks, again and again. */
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
    world.trace().tell(() -> "operator: " + command);
    // Unanswered, it is asked again at the next look.
    door.ask(it -> it.commands().submit(new Traced<>(command, null))).otherwiseEmpty();
  }
}
