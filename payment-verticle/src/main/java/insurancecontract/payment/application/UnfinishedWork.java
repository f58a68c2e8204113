package insurancecontract.payment.application;

import insurancecontract.payment.application.UnfinishedPayments.Unfinished;
import insurancecontract.payment.domain.PaymentStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the payments of one status that are due, a bounded number at once, and finishes each on
 * its own, so that a slow or failing one holds up no other. What fails comes back later, with
 * growing pauses; what a crash interrupts comes back when its lease is over.
 *
 * <p>Belongs to one event loop. It looks when it is woken, and once more when a full claim has been
 * worked off.
 */
public final class UnfinishedWork {
  /** One try at one payment. */
  @FunctionalInterface
  public interface Attempt {
    /** Fails when it is to be tried again later. */
    Future<Outcome> finish(Unfinished work);
  }

  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedWork.class);
  private static final int ERROR_LENGTH_MAX = 500;

  private final PaymentStatus status;
  private final UnfinishedPayments payments;
  private final Attempt attempt;
  private final Supplier<WorkPace> pace;
  private final InstantSource clock;
  private int inFlight;
  private boolean claiming;
  private boolean wokenMeanwhile;
  private boolean moreMayWait;
  private boolean stopped;

  /** Work on payments of this status, idle until it is woken. */
  public UnfinishedWork(
      PaymentStatus status,
      UnfinishedPayments payments,
      Attempt attempt,
      Supplier<WorkPace> pace,
      InstantSource clock) {
    this.status = status;
    this.payments = payments;
    this.attempt = attempt;
    this.pace = pace;
    this.clock = clock;
  }

  /** The work of asking again for charges that were left in doubt. */
  public static UnfinishedWork charges(
      UnfinishedPayments payments, Charges charges, Supplier<WorkPace> pace, InstantSource clock) {
    return new UnfinishedWork(
        PaymentStatus.REQUESTED,
        payments,
        work -> charges.chargeAndRecord(work.payment(), work.traceparent()),
        pace,
        clock);
  }

  /** The work of giving money back. */
  public static UnfinishedWork refunds(
      UnfinishedPayments payments, Refunds refunds, Supplier<WorkPace> pace, InstantSource clock) {
    return new UnfinishedWork(PaymentStatus.CANCELLING, payments, refunds, pace, clock);
  }

  /** There may be something to do now. */
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

  /** Takes up nothing more; what is under way comes back after its lease if it does not end. */
  public void stop() {
    stopped = true;
  }

  /** How many are being worked on at this moment. */
  public int inFlight() {
    return inFlight;
  }

  private void claim(int free) {
    claiming = true;
    Instant now = clock.instant();
    payments
        .claim(status, now, now.plus(pace.get().lease()), free)
        .onComplete(
            claimed -> {
              claiming = false;
              if (claimed.succeeded()) begin(claimed.result(), free);
              else log("unfinished payments not read", claimed.cause());
              if (wokenMeanwhile) {
                wokenMeanwhile = false;
                wake();
              }
            });
  }

  private void begin(List<Unfinished> claimed, int free) {
    moreMayWait = claimed.size() == free;
    inFlight += claimed.size();
    claimed.forEach(this::run);
  }

  private void run(Unfinished work) {
    finish(work)
        .recover(cause -> postponed(work, cause))
        .onFailure(cause -> log("attempt at a payment not noted, its lease runs out", cause))
        .onComplete(ended -> ended());
  }

  private Future<Void> finish(Unfinished work) {
    try {
      return attempt.finish(work).mapEmpty();
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  private Future<Void> postponed(Unfinished work, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("subscriptionId", work.payment().subscriptionId())
        .addKeyValue("paymentStatus", status)
        .addKeyValue("failures", work.attempts() + 1)
        .addKeyValue("cause", String.valueOf(cause))
        .log("payment not finished, it is tried again later");
    Instant until = clock.instant().plus(pace.get().pauseAfter(work.attempts() + 1));
    return payments.postpone(work, shown(String.valueOf(cause.getMessage())), until);
  }

  /** Half of the places are refilled together, so that a long queue is not read one by one. */
  private void ended() {
    inFlight--;
    if (moreMayWait && inFlight <= pace.get().resumedMax() / 2) {
      moreMayWait = false;
      wake();
    }
  }

  private void log(String what, Throwable cause) {
    if (stopped) return;
    LOG.atWarn().addKeyValue("paymentStatus", status).setCause(cause).log(what);
  }

  /** As much of a text as is worth keeping and showing. */
  static String shown(String text) {
    return text.length() <= ERROR_LENGTH_MAX ? text : text.substring(0, ERROR_LENGTH_MAX);
  }
}
