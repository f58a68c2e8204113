package insurancecontract.chassis;

import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import io.vertx.core.json.JsonObject;

/** Kafka settings and parking for a test's services. */
public final class Messaging {
  private Messaging() {}

  /** Parking in a database of its own. */
  public static Parking parking(Service service) {
    return parking(service, Service.postgres());
  }

  /** Parking in the given database. */
  public static Parking parking(Service service, PostgresSettings postgres) {
    service.await(() -> Postgres.migrate(service.vertx(), postgres, "db/parked"));
    return new Parking(service.context().name(), Postgres.open(service.vertx(), postgres));
  }

  /** Settings for a broker, with topics that no other test uses. */
  public static KafkaSettings kafka(String servers) {
    return kafka(servers, Service.unique("test") + "-");
  }

  /** Settings for a broker, with topics that begin with {@code prefix}. */
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
