package insurancecontract.payment.adapter.http;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.chassis.parked.Repair;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.RefusalReason;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Has the provider asked again for a parked refund, or records that an operator refunded by hand. A
 * refund that is refused again is parked as a new item.
 */
public final class RefundRepair implements Repair {
  private final Commands<Payment, PaymentCommand, PaymentEvent> commands;
  private final InstantSource clock;

  /** Repairs by these commands. */
  public RefundRepair(
      Commands<Payment, PaymentCommand, PaymentEvent> commands, InstantSource clock) {
    this.commands = commands;
    this.clock = clock;
  }

  /** A refund that is no longer parked is in progress or done, which is what a retry is for. */
  @Override
  public Future<Void> retry(ParkedItem item) {
    return submit(new RetryRefund(item.subject(), clock.instant()))
        .compose(
            refusal ->
                refusal.isEmpty() || refusal.get().code() == RefusalReason.NOT_PARKED
                    ? Future.succeededFuture()
                    : conflict(refusal.get()));
  }

  @Override
  public Future<Void> settle(ParkedItem item, String by) {
    return submit(new SettleRefund(item.subject(), by, clock.instant()))
        .compose(refusal -> refusal.isEmpty() ? Future.succeededFuture() : conflict(refusal.get()));
  }

  private Future<Optional<Refusal>> submit(PaymentCommand command) {
    return commands
        .submit(new Traced<>(command, null))
        .map(
            handled ->
                handled.decision() instanceof Refused<PaymentEvent> refused
                    ? Optional.of(refused.refusal())
                    : Optional.empty());
  }

  private static Future<Void> conflict(Refusal refusal) {
    return Future.failedFuture(Problems.conflict(refusal, PaymentRoutes.WORDS));
  }
}
