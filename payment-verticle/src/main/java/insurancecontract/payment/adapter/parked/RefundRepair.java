package insurancecontract.payment.adapter.parked;

import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.chassis.parked.Repair;
import insurancecontract.payment.application.Commands;
import insurancecontract.payment.application.Traced;
import insurancecontract.payment.domain.Decision.Reason;
import insurancecontract.payment.domain.Decision.Refused;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A parked refund is asked of the provider again, or was made by hand. One that is asked again and
 * refused again comes back as a new item.
 */
public final class RefundRepair implements Repair {
  private final Commands commands;
  private final InstantSource clock;

  /** Repairs by these commands. */
  public RefundRepair(Commands commands, InstantSource clock) {
    this.commands = commands;
    this.clock = clock;
  }

  /** A refund that is not parked any more is under way or done, which is all that is wanted. */
  @Override
  public Future<Void> retry(ParkedItem item) {
    return submit(new RetryRefund(item.subject(), clock.instant()))
        .compose(
            refused ->
                refused.isEmpty() || refused.get().reason() == Reason.NOT_PARKED
                    ? Future.succeededFuture()
                    : conflict(refused.get()));
  }

  @Override
  public Future<Void> settle(ParkedItem item, String by) {
    return submit(new SettleRefund(item.subject(), by, clock.instant()))
        .compose(refused -> refused.isEmpty() ? Future.succeededFuture() : conflict(refused.get()));
  }

  private Future<Optional<Refused>> submit(PaymentCommand command) {
    return commands
        .submit(new Traced<>(command, null))
        .map(
            outcome ->
                outcome.decision() instanceof Refused refused
                    ? Optional.of(refused)
                    : Optional.empty());
  }

  private static Future<Void> conflict(Refused refused) {
    return Future.failedFuture(Problems.conflict(refused.reason().name(), refused.detail()));
  }
}
