package insurancecontract.payment.application;

import io.vertx.core.Future;

/**
 * Who moves the money. What payment promises stands on these rules, so every adapter keeps them,
 * also when calls of one key overlap and when either side crashes in between:
 *
 * <ul>
 *   <li>Both calls are idempotent for their key: the same question gets the same answer, and a key
 *       is charged at most once and refunded at most once.
 *   <li>Once a refund of a key has succeeded, nothing is charged under it, and no charge, whether
 *       late or still under way, ever charges: it answers declined.
 *   <li>A failed future says nothing about the money: it may have moved or not. Ask again.
 *   <li>Every call ends: an adapter that can wait for ever is put behind a time-out.
 * </ul>
 */
public interface PaymentProvider {
  /**
   * Charges {@code amount} smallest units of {@code currency}. Fails with {@link ProviderFailed}
   * when the provider gave no answer.
   */
  Future<ProviderAnswer> charge(long key, long amount, String currency);

  /**
   * Gives back whatever was charged under the key, and bars it for ever, charged or not. Fails with
   * {@link RefundRefused} when the provider will never do it, and with {@link ProviderFailed} when
   * it gave no answer.
   */
  Future<Void> refund(long key);
}
