package insurancecontract.chassis.service;

import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.ManagementSettings;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.outbox.RelaySettings;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.tracing.TracingSettings;

/** The settings that every service with a database and events has; they count at the start. */
public record ServiceSettings(
    PostgresSettings postgres,
    KafkaSettings kafka,
    RelaySettings relay,
    HttpSettings http,
    ManagementSettings management,
    IdentitySettings identity,
    TracingSettings tracing) {

  /** Reads them, each within its bounds. */
  public static ServiceSettings from(Settings settings) {
    return new ServiceSettings(
        PostgresSettings.from(settings),
        KafkaSettings.from(settings),
        RelaySettings.from(settings),
        HttpSettings.from(settings),
        ManagementSettings.from(settings),
        IdentitySettings.from(settings),
        TracingSettings.from(settings));
  }
}
