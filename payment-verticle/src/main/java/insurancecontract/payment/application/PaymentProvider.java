package insurancecontract.payment.application;

import io.vertx.core.Future;

/**
 * The payment provider, which moves the money. Payment's guarantees rest on these rules, so every
 * adapter keeps them, also when calls with the same key overlap and when either side crashes:
 *
 * <ul>
 *   <li>Both calls are idempotent for their key: a repeat gets the same answer, and a key is
 *       charged at most once and refunded at most once.
 *   <li>Once a refund of a key has succeeded, no charge with that key succeeds, neither a late one
 *       nor one in flight: it is declined.
 *   <li>A failed future says nothing about the money: it may have moved or not. Call again.
 *   <li>Every call ends: an adapter that can hang is put behind a time-out.
 * </ul>
 */
public interface PaymentProvider {
  /**
   * Charges {@code amount} smallest units of {@code currency}. Fails with {@link ProviderFailed}
   * when the outcome is unknown.
   */
  Future<ProviderAnswer> charge(long key, long amount, String currency);

  /**
   * Refunds what was charged under the key, and bars the key for ever, charged or not. Fails with
   * {@link RefundRefused} when the provider will never refund, and with {@link ProviderFailed} when
   * the outcome is unknown.
   */
  Future<Void> refund(long key);
}
