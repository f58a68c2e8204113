package insurancecontract.underwriting;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.outbox.RelaySettings;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.tracing.TracingSettings;
import insurancecontract.underwriting.adapter.settings.Staff;

/**
 * The settings of underwriting. The staff takes effect while running, the rest at the next start.
 *
 * @param commands limits of the group commit
 */
record UnderwritingConfig(
    PostgresSettings postgres,
    KafkaSettings kafka,
    RelaySettings relay,
    HttpSettings http,
    IdentitySettings identity,
    TracingSettings tracing,
    Batcher.Limits commands,
    Staff staff) {

  /** More would only wait for each other: the desk is changed by one at a time. */
  private static final int BATCHES_UNDER_WAY = 1;

  static UnderwritingConfig from(Settings settings) {
    return new UnderwritingConfig(
        PostgresSettings.from(settings),
        KafkaSettings.from(settings),
        RelaySettings.from(settings),
        HttpSettings.from(settings),
        IdentitySettings.from(settings),
        TracingSettings.from(settings),
        new Batcher.Limits(
            settings.between("COMMAND_BATCH_MAX", 1, 5_000, 256),
            BATCHES_UNDER_WAY,
            settings.between("COMMAND_QUEUE_MAX", 1, 100_000, 5_000)),
        Staff.from(settings));
  }
}
