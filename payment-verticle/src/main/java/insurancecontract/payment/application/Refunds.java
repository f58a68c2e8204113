package insurancecontract.payment.application;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordRefund;
import insurancecontract.payment.domain.PaymentEvent;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refunds: the provider is called, the outcome stored. A refund that the provider refuses, or that
 * fails too often, is parked with its reason for an operator.
 */
public final class Refunds {
  /** The kind of parked item that a parked refund is. */
  public static final String PARKED = "refund";

  private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);

  private final Commands<Payment, PaymentCommand, PaymentEvent> commands;
  private final PaymentProvider provider;
  private final Supplier<WorkPace> pace;
  private final InstantSource clock;

  /** Refunds through this provider. */
  public Refunds(
      Commands<Payment, PaymentCommand, PaymentEvent> commands,
      PaymentProvider provider,
      Supplier<WorkPace> pace,
      InstantSource clock) {
    this.commands = commands;
    this.provider = provider;
    this.pace = pace;
    this.clock = clock;
  }

  /** One attempt; fails when it is to be repeated later. */
  Future<Handled<Payment, PaymentEvent>> attempt(Unfinished<Cancelling> work) {
    long subscriptionId = work.payment().subscriptionId();
    return provider
        .refund(subscriptionId)
        .transform(
            refunded ->
                refunded.succeeded()
                    ? submit(new RecordRefund(subscriptionId, clock.instant()), work)
                    : failed(work, refunded.cause()));
  }

  private Future<Handled<Payment, PaymentEvent>> failed(
      Unfinished<Cancelling> work, Throwable cause) {
    int failures = work.attempts() + 1;
    if (cause instanceof RefundRefused) return park(work, cause.getMessage());
    if (failures < pace.get().refundAttemptsMax()) return Future.failedFuture(cause);
    return park(work, "failed " + failures + " times, last with: " + cause.getMessage());
  }

  private Future<Handled<Payment, PaymentEvent>> park(Unfinished<Cancelling> work, String reason) {
    LOG.atError()
        .addKeyValue("subscriptionId", work.payment().subscriptionId())
        .addKeyValue("paymentId", work.payment().paymentId())
        .addKeyValue("reason", reason)
        .log("refund parked, an operator has to look at it");
    return submit(
        new ParkRefund(
            work.payment().subscriptionId(), UnfinishedWork.shortened(reason), clock.instant()),
        work);
  }

  private Future<Handled<Payment, PaymentEvent>> submit(
      PaymentCommand command, Unfinished<Cancelling> work) {
    return commands.submit(new Traced<>(command, work.traceparent()));
  }
}
