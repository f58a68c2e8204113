package insurancecontract.chassis;

import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import io.vertx.core.json.JsonObject;

/** What a service of a test needs for its events. */
public final class Messaging {
  private Messaging() {}

  /** Where what cannot be applied is parked, in a database of its own. */
  public static Parking parking(Service service) {
    return parking(service, Service.postgres());
  }

  /** The same in a certain database. */
  public static Parking parking(Service service, PostgresSettings postgres) {
    service.await(() -> Postgres.migrate(service.vertx(), postgres, "db/parked"));
    return new Parking(service.context().name(), Postgres.open(service.vertx(), postgres));
  }

  /** How to reach the shared broker, with topics that no other test sees. */
  public static KafkaSettings kafka(String servers) {
    return kafka(servers, Service.unique("test") + "-");
  }

  /** How to reach a broker, with topics that begin with {@code prefix}. */
  public static KafkaSettings kafka(String servers, String prefix) {
    return Service.bind(
        new JsonObject()
            .put("KAFKA_BOOTSTRAP_SERVERS", servers)
            .put("KAFKA_TOPIC_PREFIX", prefix)
            .put("KAFKA_PARTITIONS", 3)
            .put("KAFKA_SESSION_TIMEOUT_MS", 6_000)
            .put("KAFKA_RETRY_MAX_MS", 200),
        KafkaSettings::from);
  }
}
