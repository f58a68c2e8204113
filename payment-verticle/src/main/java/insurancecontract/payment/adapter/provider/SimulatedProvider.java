package insurancecontract.payment.adapter.provider;

import insurancecontract.payment.adapter.provider.SimulatorLedger.Ask;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderFailed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The built-in provider. It delays, declines and fails as configured, and keeps its books in the
 * database, so that it keeps the port's contract across crashes. Four amounts always behave alike,
 * see the constants.
 */
public final class SimulatedProvider implements PaymentProvider {
  /** Declined. */
  public static final long DECLINED = 99_402;

  /** Charged, but never refunded. */
  public static final long REFUND_REFUSED = 99_410;

  /** Fails before anything is charged. */
  public static final long FAILS = 99_500;

  /** Charges, and never replies. */
  public static final long HANGS = 99_504;

  private static final String DECLINED_REASON = "CARD_DECLINED";

  private final Vertx vertx;
  private final SimulatorLedger ledger;
  private final Supplier<ProviderSettings> settings;
  private final RandomGenerator random;

  /** A provider with its books behind this pool, for one event loop. */
  public SimulatedProvider(
      Vertx vertx, Pool pool, Supplier<ProviderSettings> settings, RandomGenerator random) {
    this.vertx = vertx;
    this.ledger = new SimulatorLedger(pool);
    this.settings = settings;
    this.random = random;
  }

  @Override
  public Future<ProviderAnswer> charge(long key, long amount, String currency) {
    return delay()
        .compose(
            waited -> {
              if (amount == FAILS) return failed();
              boolean declined =
                  amount == DECLINED || random.nextDouble() < settings.get().declineRate();
              Ask ask = new Ask(key, amount, currency, declined ? DECLINED_REASON : null);
              return amount == HANGS
                  ? ledger.charge(ask).compose(charged -> never())
                  : mayFail(() -> ledger.charge(ask));
            });
  }

  @Override
  public Future<Void> refund(long key) {
    return delay().compose(waited -> mayFail(() -> ledger.refund(key)));
  }

  private Future<Void> delay() {
    long min = settings.get().delayMin().toMillis();
    long max = settings.get().delayMax().toMillis();
    long millis = max > min ? random.nextLong(min, max + 1) : min;
    if (millis == 0) return Future.succeededFuture();
    return vertx.timer(Duration.ofMillis(millis).toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** Half of the failures lose only the reply: the call has had its effect. */
  private <T> Future<T> mayFail(Supplier<Future<T>> call) {
    if (random.nextDouble() >= settings.get().failureRate()) return call.get();
    return random.nextBoolean() ? failed() : call.get().compose(lost -> failed());
  }

  private static <T> Future<T> failed() {
    return Future.failedFuture(new ProviderFailed("the simulator failed, as configured"));
  }

  private static <T> Future<T> never() {
    return Promise.<T>promise().future();
  }
}
