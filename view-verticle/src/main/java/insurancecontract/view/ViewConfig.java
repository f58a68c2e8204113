package insurancecontract.view;

import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.tracing.TracingSettings;
import insurancecontract.view.adapter.bus.PushSettings;
import insurancecontract.view.adapter.postgres.FeedSettings;

/**
 * The settings of the view service.
 *
 * @param rebuildBatchMax facts that a rebuild holds and merges at a time
 */
public record ViewConfig(
    PostgresSettings postgres,
    KafkaSettings kafka,
    HttpSettings http,
    IdentitySettings identity,
    TracingSettings tracing,
    int rebuildBatchMax,
    FeedSettings feed,
    PushSettings push) {

  /** Reads them, each within its bounds. */
  static ViewConfig from(Settings settings) {
    return new ViewConfig(
        PostgresSettings.from(settings),
        KafkaSettings.from(settings),
        HttpSettings.from(settings),
        IdentitySettings.from(settings),
        TracingSettings.from(settings),
        settings.between("REBUILD_BATCH_MAX", 1, 10_000, 1_000),
        FeedSettings.from(settings),
        PushSettings.from(settings));
  }
}
