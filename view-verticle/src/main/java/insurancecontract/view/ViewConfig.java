package insurancecontract.view;

import insurancecontract.chassis.service.ServiceSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.view.adapter.bus.PushSettings;
import insurancecontract.view.adapter.postgres.FeedSettings;

/**
 * The settings of the view service.
 *
 * @param rebuildBatchMax facts that a rebuild holds and merges at a time
 */
public record ViewConfig(
    ServiceSettings service, int rebuildBatchMax, FeedSettings feed, PushSettings push) {

  /** Reads them, each within its bounds. */
  static ViewConfig from(Settings settings) {
    return new ViewConfig(
        ServiceSettings.from(settings),
        settings.between("REBUILD_BATCH_MAX", 1, 10_000, 1_000),
        FeedSettings.from(settings),
        PushSettings.from(settings));
  }
}
