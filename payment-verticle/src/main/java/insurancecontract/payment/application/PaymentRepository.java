package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** The payments, one for each subscription, together with what they announce. */
public interface PaymentRepository {
  /**
   * One transaction: loads and locks the payments of these subscriptions, hands them to {@code
   * work}, and stores what it returns together with its announcements, all or nothing. Whoever is
   * not there yet is handed over as absent, with the payment id that it would get.
   *
   * <p>Fails with {@link StaleState}, having stored nothing, when another one was faster.
   */
  <R> Future<R> transact(
      Collection<Long> subscriptionIds, Function<Map<Long, Payment>, Changes<R>> work);
}
