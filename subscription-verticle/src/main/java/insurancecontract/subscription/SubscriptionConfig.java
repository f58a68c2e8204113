package insurancecontract.subscription;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.breaker.BreakerSettings;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.service.ServiceSettings;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.subscription.application.ApplicationLimits;
import insurancecontract.subscription.domain.CoolingOff;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Products;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of subscription. {@code PRODUCTS}, {@code WITHDRAWAL_DAYS}, {@code
 * BUSINESS_TIME_ZONE} and {@code BREAKER_*} take effect while running, the rest at the next start.
 *
 * @param products what may be applied for
 * @param coolingOff the time for withdrawing from a contract
 * @param breaker around the payment call
 * @param paymentConnections HTTP connections to each instance of payment at most
 * @param sweepAfter the age at which an unpaid application is abandoned
 * @param sweepEvery the delay between two runs of housekeeping
 * @param sweepBatch rows per housekeeping transaction at most
 * @param applications time limits of applying
 * @param batches limits of the group commits
 */
record SubscriptionConfig(
    ServiceSettings service,
    Products products,
    CoolingOff coolingOff,
    BreakerSettings breaker,
    int paymentConnections,
    Duration sweepAfter,
    Duration sweepEvery,
    int sweepBatch,
    ApplicationLimits applications,
    Batcher.Limits batches) {

  private static final String PRODUCTS = "PRODUCTS";
  private static final String USUAL_CURRENCY = "KRW";
  private static final String USUAL_ZONE = "Asia/Seoul";

  /** What the wiring needs; {@code live} are these settings as they change. */
  SubscriptionSettings settings(Live<SubscriptionConfig> live) {
    return new SubscriptionSettings(
        () -> live.get().products(),
        () -> live.get().coolingOff(),
        applications,
        sweepAfter,
        sweepBatch,
        batches);
  }

  static SubscriptionConfig from(Settings settings) {
    ServiceSettings service = ServiceSettings.from(settings);
    BreakerSettings breaker = BreakerSettings.from(settings);
    return new SubscriptionConfig(
        service,
        products(settings),
        coolingOff(settings),
        breaker,
        settings.between("PAYMENT_CONNECTIONS_MAX", 1, 10_000, 256),
        sweepAfter(settings, breaker),
        settings.millis("SWEEP_EVERY_MS", 50, 600_000, 5_000),
        settings.between("SWEEP_BATCH_MAX", 1, 5_000, 200),
        new ApplicationLimits(
            Duration.ofHours(settings.between("IDEMPOTENCY_HOURS", 1, 720, 24)),
            repeatWait(settings, service.http()),
            settings.millis("IDEMPOTENCY_LOOK_AGAIN_MS", 10, 60_000, 100),
            settings.between("PAYMENT_STORE_TRIES_MAX", 1, 100, 3),
            settings.millis("PAYMENT_STORE_PAUSE_MS", 1, 10_000, 100)),
        new Batcher.Limits(
            settings.between("COMMAND_BATCH_MAX", 1, 5_000, 256),
            settings.between("COMMAND_BATCHES_MAX", 1, 16, 2),
            settings.between("COMMAND_QUEUE_MAX", 1, 100_000, 5_000)));
  }

  private static CoolingOff coolingOff(Settings settings) {
    int days = settings.between("WITHDRAWAL_DAYS", 0, 365, 15);
    String zone = settings.text("BUSINESS_TIME_ZONE", USUAL_ZONE);
    try {
      return new CoolingOff(days, ZoneId.of(zone));
    } catch (DateTimeException unknown) {
      settings.fault("BUSINESS_TIME_ZONE", zone, "a time zone such as " + USUAL_ZONE);
      return new CoolingOff(days, ZoneId.of(USUAL_ZONE));
    }
  }

  /** What still waits for the payment's answer must not be swept. */
  private static Duration sweepAfter(Settings settings, BreakerSettings breaker) {
    Duration after = settings.millis("SWEEP_AFTER_MS", 100, 3_600_000, 30_000);
    if (after.compareTo(breaker.timeout()) <= 0) {
      settings.fault("SWEEP_AFTER_MS", after.toMillis(), "more than BREAKER_TIMEOUT_MS");
    }
    return after;
  }

  private static Duration repeatWait(Settings settings, HttpSettings http) {
    Duration wait = settings.millis("IDEMPOTENCY_WAIT_MS", 0, 600_000, 5_000);
    if (wait.compareTo(http.requestTimeout()) >= 0) {
      settings.fault("IDEMPOTENCY_WAIT_MS", wait.toMillis(), "less than HTTP_REQUEST_TIMEOUT_MS");
    }
    return wait;
  }

  private static Products products(Settings settings) {
    JsonArray list = settings.list(PRODUCTS, demoProducts());
    try {
      List<Product> offered = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) offered.add(product(list.getValue(i)));
      return new Products(offered);
    } catch (IllegalArgumentException fault) {
      settings.fault(
          PRODUCTS,
          list.encode(),
          "a list of {productName, premium, currency?}; " + fault.getMessage());
      return new Products(List.of());
    }
  }

  private static Product product(Object entry) {
    if (entry instanceof JsonObject product
        && product.getValue("productName") instanceof String name
        && isWhole(product.getValue("premium"))
        && product.getValue("currency", USUAL_CURRENCY) instanceof String currency) {
      return new Product(name, product.getLong("premium"), currency);
    }
    throw new IllegalArgumentException("not a product: " + entry);
  }

  private static boolean isWhole(Object number) {
    return number instanceof Integer || number instanceof Long;
  }

  /** Two ordinary products, and one for each failure of the built-in payment provider. */
  private static JsonArray demoProducts() {
    return new JsonArray()
        .add(product("Fisrtcancer", 30_000))
        .add(product("Fisrtcancer3", 50_000))
        .add(product("TestDeclined", 99_402))
        .add(product("TestFails", 99_500))
        .add(product("TestHangs", 99_504))
        .add(product("TestRefundRefused", 99_410));
  }

  private static JsonObject product(String productName, long premium) {
    return new JsonObject().put("productName", productName).put("premium", premium);
  }
}
