package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** The payments on which something is left to do; survives any crash. */
public interface UnfinishedPayments {
  /**
   * Takes up to {@code limit} payments of a status whose time has come, those due longest first,
   * and leases them: until {@code leasedUntil} nobody else is given them, in whatever process.
   */
  Future<List<Unfinished>> claim(PaymentStatus status, Instant now, Instant leasedUntil, int limit);

  /**
   * Notes a failed attempt and when the next one is due. Changes nothing when the payment has moved
   * on since it was claimed.
   */
  Future<Void> postpone(Unfinished work, String error, Instant until);

  /**
   * A payment to be finished.
   *
   * @param attempts how many failed since it came into this status
   * @param traceparent the trace of what brought it here, null when there is none
   */
  record Unfinished(Payment payment, int attempts, String traceparent) {}
}
