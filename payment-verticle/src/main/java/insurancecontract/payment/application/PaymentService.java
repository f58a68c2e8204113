package insurancecontract.payment.application;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.CommandService;
import insurancecontract.chassis.decision.Decision.Accepted;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.PaymentRules;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** Decides and stores commands; says when a refund has become due. */
public final class PaymentService {
  private final CommandService<Payment, PaymentCommand, PaymentEvent> commands;
  private final Runnable refundDue;

  /**
   * A service on these payments.
   *
   * @param refundDue runs whenever a refund was stored that is due now
   */
  public PaymentService(
      Aggregates<Payment, PaymentEvent> payments, Supplier<WorkPace> pace, Runnable refundDue) {
    this.commands =
        new CommandService<>(
            new PaymentRules(),
            PaymentCommand::subscriptionId,
            payments,
            () -> pace.get().decisionsMax());
    this.refundDue = refundDue;
  }

  /** Decides the commands in one transaction: one outcome for each, in order, once stored. */
  public Future<List<Handled<Payment, PaymentEvent>>> handle(List<Traced<PaymentCommand>> batch) {
    return commands.handle(batch).onSuccess(this::wakeRefunds);
  }

  private void wakeRefunds(List<Handled<Payment, PaymentEvent>> outcomes) {
    if (outcomes.stream().anyMatch(PaymentService::refundIsDue)) refundDue.run();
  }

  private static boolean refundIsDue(Handled<Payment, PaymentEvent> outcome) {
    return outcome.decision() instanceof Accepted && outcome.after() instanceof Cancelling;
  }
}
