package insurancecontract.payment.application;

import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Requested;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims payments in one state that are due, a bounded number at once, and finishes each on its
 * own, so that a slow or failing one delays no other. A failed attempt is retried after growing
 * pauses; one that a crash interrupts is retried when its lease expires.
 *
 * <p>Belongs to one event loop. It claims when it is woken, and again once most of a full claim is
 * done.
 */
public final class UnfinishedWork<P extends Existing> {
  @FunctionalInterface
  private interface Claim<P extends Existing> {
    Future<List<Unfinished<P>>> upTo(Instant now, Instant leasedUntil, int limit);
  }

  /** One attempt at one payment; fails when it is to be repeated later. */
  @FunctionalInterface
  private interface Attempt<P extends Existing> {
    Future<?> at(Unfinished<P> work);
  }

  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedWork.class);
  private static final int ERROR_LENGTH_MAX = 500;

  private final PaymentStatus status;
  private final Claim<P> due;
  private final UnfinishedPayments payments;
  private final Attempt<P> attempt;
  private final Supplier<WorkPace> pace;
  private final InstantSource clock;
  private int inFlight;
  private boolean claiming;
  private boolean wokenMeanwhile;
  private boolean moreMayWait;
  private boolean stopped;

  private UnfinishedWork(
      PaymentStatus status,
      Claim<P> due,
      UnfinishedPayments payments,
      Attempt<P> attempt,
      Supplier<WorkPace> pace,
      InstantSource clock) {
    this.status = status;
    this.due = due;
    this.payments = payments;
    this.attempt = attempt;
    this.pace = pace;
    this.clock = clock;
  }

  /** Calls the provider again for charges in doubt; idle until it is woken. */
  public static UnfinishedWork<Requested> charges(
      UnfinishedPayments payments, Charges charges, Supplier<WorkPace> pace, InstantSource clock) {
    return new UnfinishedWork<>(
        PaymentStatus.REQUESTED,
        payments::claimCharges,
        payments,
        work -> charges.call(work.payment(), work.traceparent()),
        pace,
        clock);
  }

  /** Makes the refunds; idle until it is woken. */
  public static UnfinishedWork<Cancelling> refunds(
      UnfinishedPayments payments, Refunds refunds, Supplier<WorkPace> pace, InstantSource clock) {
    return new UnfinishedWork<>(
        PaymentStatus.CANCELLING, payments::claimRefunds, payments, refunds::attempt, pace, clock);
  }

  /** Something may be due. */
  public void wake() {
    if (stopped) return;
    if (claiming) {
      wokenMeanwhile = true;
      return;
    }
    int free = pace.get().resumedMax() - inFlight;
    if (free <= 0) {
      moreMayWait = true;
      return;
    }
    claim(free);
  }

  /** Claims nothing more; an attempt in flight that does not end is repeated after its lease. */
  public void stop() {
    stopped = true;
  }

  private void claim(int free) {
    claiming = true;
    Instant now = clock.instant();
    due.upTo(now, now.plus(pace.get().lease()), free)
        .onComplete(
            claimed -> {
              claiming = false;
              if (claimed.succeeded()) begin(claimed.result(), free);
              else warn("unfinished payments not claimed", claimed.cause());
              if (wokenMeanwhile) {
                wokenMeanwhile = false;
                wake();
              }
            });
  }

  private void begin(List<Unfinished<P>> claimed, int free) {
    moreMayWait = claimed.size() == free;
    inFlight += claimed.size();
    claimed.forEach(this::run);
  }

  private void run(Unfinished<P> work) {
    attempt(work)
        .recover(cause -> postpone(work, cause))
        .onFailure(cause -> warn("failed attempt not recorded, waiting for its lease", cause))
        .onComplete(ended -> ended());
  }

  private Future<Void> attempt(Unfinished<P> work) {
    try {
      return attempt.at(work).mapEmpty();
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  private Future<Void> postpone(Unfinished<P> work, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("subscriptionId", work.payment().subscriptionId())
        .addKeyValue("paymentStatus", status)
        .addKeyValue("failures", work.attempts() + 1)
        .addKeyValue("cause", String.valueOf(cause))
        .log("payment not finished, will be retried");
    Instant until = clock.instant().plus(pace.get().pauseAfter(work.attempts() + 1));
    return payments.postpone(work, shortened(String.valueOf(cause.getMessage())), until);
  }

  /** Half of the places are refilled together, so that a long queue is not read one by one. */
  private void ended() {
    inFlight--;
    if (moreMayWait && inFlight <= pace.get().resumedMax() / 2) {
      moreMayWait = false;
      wake();
    }
  }

  private void warn(String event, Throwable cause) {
    if (stopped) return;
    LOG.atWarn().addKeyValue("paymentStatus", status).setCause(cause).log(event);
  }

  /** As much of a text as is worth keeping. */
  static String shortened(String text) {
    return text.length() <= ERROR_LENGTH_MAX ? text : text.substring(0, ERROR_LENGTH_MAX);
  }
}
