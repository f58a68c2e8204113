package insurancecontract.payment;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.service.ServiceSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import insurancecontract.payment.application.WorkPace;
import java.time.Duration;

/**
 * The settings of payment. The provider's (but not which one), the pace of the work and {@code
 * RESUME_EVERY_MS} take effect while running, the rest at the next start.
 *
 * @param busPublished whether discovery gets a record of the event bus address
 * @param resumeEvery how often unfinished work is claimed without a wake-up
 * @param commands limits of the group commit
 */
record PaymentConfig(
    ServiceSettings service,
    boolean busPublished,
    ProviderSettings provider,
    WorkPace pace,
    Duration resumeEvery,
    Batcher.Limits commands) {

  private static final long LEASE_BEYOND_TIMEOUT_MS = 3_000;

  static PaymentConfig from(Settings settings) {
    ProviderSettings provider = ProviderSettings.from(settings);
    return new PaymentConfig(
        ServiceSettings.from(settings),
        settings.flag("DISCOVERY_PAYMENT_BUS", true),
        provider,
        pace(settings, provider.timeout()),
        settings.millis("RESUME_EVERY_MS", 50, 600_000, 2_000),
        new Batcher.Limits(
            settings.between("COMMAND_BATCH_MAX", 1, 5_000, 256),
            settings.between("COMMAND_BATCHES_MAX", 1, 16, 2),
            settings.between("COMMAND_QUEUE_MAX", 1, 100_000, 5_000)));
  }

  private static WorkPace pace(Settings settings, Duration timeout) {
    Duration lease =
        settings.millis(
            "RESUME_AFTER_MS", 100, 600_000, timeout.toMillis() + LEASE_BEYOND_TIMEOUT_MS);
    if (lease.compareTo(timeout) <= 0) {
      settings.fault("RESUME_AFTER_MS", lease.toMillis(), "more than PROVIDER_TIMEOUT_MS");
    }
    Duration retryMin = settings.millis("RETRY_MIN_MS", 10, 600_000, 500);
    Duration retryMax = settings.millis("RETRY_MAX_MS", 10, 3_600_000, 60_000);
    if (retryMax.compareTo(retryMin) < 0) {
      settings.fault("RETRY_MAX_MS", retryMax.toMillis(), "at least RETRY_MIN_MS");
    }
    return new WorkPace(
        settings.between("PROVIDER_CHARGES_MAX", 1, 10_000, 1_000),
        settings.between("PROVIDER_RESUMED_MAX", 1, 10_000, 256),
        lease,
        retryMin,
        retryMax,
        settings.between("REFUND_ATTEMPTS_MAX", 1, 1_000, 12),
        settings.between("COMMAND_DECISIONS_MAX", 1, 100, 5));
  }
}
