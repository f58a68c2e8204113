package insurancecontract.payment.adapter.provider;

import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderFailed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Puts a time-out before a provider. The call that was given up may still go through: to its asker
 * it is in doubt, like any failure.
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
    if (call.isComplete()) return call;
    long millis = timeout.get().toMillis();
    Promise<T> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            millis,
            elapsed ->
                answer.tryFail(
                    new ProviderFailed("the provider did not answer within " + millis + " ms")));
    call.onComplete(
        ended -> {
          vertx.cancelTimer(timer);
          if (ended.succeeded()) answer.tryComplete(ended.result());
          else answer.tryFail(ended.cause());
        });
    return answer.future();
  }
}
