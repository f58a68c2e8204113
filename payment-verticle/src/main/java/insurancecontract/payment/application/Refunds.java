package insurancecontract.payment.application;

import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordRefund;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives money back: asks the provider, then writes down that it is done. What the provider will not
 * do, or fails at too often, is parked with its reason for an operator.
 */
public final class Refunds implements UnfinishedWork.Attempt {
  /** What a refund that waits for a person is called among all that is parked. */
  public static final String PARKED = "refund";

  private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);

  private final Commands commands;
  private final PaymentProvider provider;
  private final Supplier<WorkPace> pace;
  private final InstantSource clock;

  /** Refunds by this provider. */
  public Refunds(
      Commands commands, PaymentProvider provider, Supplier<WorkPace> pace, InstantSource clock) {
    this.commands = commands;
    this.provider = provider;
    this.pace = pace;
    this.clock = clock;
  }

  @Override
  public Future<Outcome> finish(Unfinished work) {
    long subscriptionId = work.payment().subscriptionId();
    return provider
        .refund(subscriptionId)
        .transform(
            asked ->
                asked.succeeded()
                    ? submit(new RecordRefund(subscriptionId, clock.instant()), work)
                    : notRefunded(work, asked.cause()));
  }

  private Future<Outcome> notRefunded(Unfinished work, Throwable cause) {
    int failures = work.attempts() + 1;
    if (cause instanceof RefundRefused) return park(work, cause.getMessage());
    if (failures < pace.get().refundAttemptsMax()) return Future.failedFuture(cause);
    return park(work, "failed " + failures + " times, last with: " + cause.getMessage());
  }

  private Future<Outcome> park(Unfinished work, String reason) {
    LOG.atError()
        .addKeyValue("subscriptionId", work.payment().subscriptionId())
        .addKeyValue("paymentId", work.payment().paymentId())
        .addKeyValue("reason", reason)
        .log("refund parked, an operator has to look at it");
    return submit(
        new ParkRefund(
            work.payment().subscriptionId(), UnfinishedWork.shown(reason), clock.instant()),
        work);
  }

  private Future<Outcome> submit(PaymentCommand command, Unfinished work) {
    return commands.submit(new Traced<>(command, work.traceparent()));
  }
}
