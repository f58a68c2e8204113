package insurancecontract.subscription;

import insurancecontract.chassis.Batcher;
import insurancecontract.subscription.application.ApplicationLimits;
import insurancecontract.subscription.domain.CoolingOff;
import insurancecontract.subscription.domain.Products;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The settings that {@link SubscriptionWiring} needs. Those that are suppliers may change while the
 * service runs.
 *
 * @param products what may be applied for
 * @param coolingOff the time for withdrawing from a contract
 * @param applications time limits of applying
 * @param sweepAfter the age at which an unpaid application is abandoned
 * @param sweepBatch rows per housekeeping transaction at most
 * @param batches limits of the group commits
 */
public record SubscriptionSettings(
    Supplier<Products> products,
    Supplier<CoolingOff> coolingOff,
    ApplicationLimits applications,
    Duration sweepAfter,
    int sweepBatch,
    Batcher.Limits batches) {}
