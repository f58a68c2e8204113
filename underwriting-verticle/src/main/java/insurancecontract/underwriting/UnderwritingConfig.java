package insurancecontract.underwriting;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.service.ServiceSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.underwriting.adapter.settings.Staff;

/**
 * The settings of underwriting. The staff takes effect while running, the rest at the next start.
 *
 * @param commands limits of the group commit
 */
record UnderwritingConfig(ServiceSettings service, Batcher.Limits commands, Staff staff) {

  /** More would only wait for each other: every batch locks the whole desk. */
  private static final int BATCHES_IN_FLIGHT = 1;

  static UnderwritingConfig from(Settings settings) {
    return new UnderwritingConfig(
        ServiceSettings.from(settings),
        new Batcher.Limits(
            settings.between("COMMAND_BATCH_MAX", 1, 5_000, 256),
            BATCHES_IN_FLIGHT,
            settings.between("COMMAND_QUEUE_MAX", 1, 100_000, 5_000)),
        Staff.from(settings));
  }
}
