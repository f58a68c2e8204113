package insurancecontract.payment.adapter.provider;

import insurancecontract.chassis.Futures;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderFailed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Puts a time-out on a provider's calls. A call that timed out may still go through: its outcome is
 * unknown, as with any failure.
 */
public final class BoundedProvider implements PaymentProvider {
  private final Vertx vertx;
  private final PaymentProvider provider;
  private final Supplier<Duration> timeout;

  /** Ends every call of {@code provider} in time. */
  public BoundedProvider(Vertx vertx, PaymentProvider provider, Supplier<Duration> timeout) {
    this.vertx = vertx;
    this.provider = provider;
    this.timeout = timeout;
  }

  @Override
  public Future<ProviderAnswer> charge(long key, long amount, String currency) {
    return bounded(provider.charge(key, amount, currency));
  }

  @Override
  public Future<Void> refund(long key) {
    return bounded(provider.refund(key));
  }

  private <T> Future<T> bounded(Future<T> call) {
    Duration limit = timeout.get();
    return Futures.timeout(vertx, limit, call)
        .recover(cause -> Future.failedFuture(inDoubt(cause, limit)));
  }

  private static Throwable inDoubt(Throwable cause, Duration limit) {
    return cause instanceof TimeoutException
        ? new ProviderFailed("the provider did not answer within " + limit.toMillis() + " ms")
        : cause;
  }
}
