package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Requested;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** The payments with work left to do; survives any crash. */
public interface UnfinishedPayments {
  /**
   * Leases up to {@code limit} charges in doubt that are due, the longest due first: until {@code
   * leasedUntil} no process is given them again.
   */
  Future<List<Unfinished<Requested>>> claimCharges(Instant now, Instant leasedUntil, int limit);

  /** The same for refunds. */
  Future<List<Unfinished<Cancelling>>> claimRefunds(Instant now, Instant leasedUntil, int limit);

  /**
   * Records a failed attempt and when the next one is due. A no-op when the payment has changed
   * since it was claimed.
   */
  Future<Void> postpone(Unfinished<?> work, String error, Instant until);

  /**
   * A payment with work left to do.
   *
   * @param attempts how many failed since it entered its state
   * @param traceparent the trace of its latest event, else null
   */
  record Unfinished<P extends Existing>(P payment, int attempts, String traceparent) {}
}
