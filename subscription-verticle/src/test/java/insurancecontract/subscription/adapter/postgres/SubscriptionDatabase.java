package insurancecontract.subscription.adapter.postgres;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

/** A database with the tables of the subscription service. */
final class SubscriptionDatabase extends TestDatabase {
  SubscriptionDatabase() {
    super("subscription", Vertx.vertx(), SubscriptionDatabase::open);
  }

  private static Future<Pool> open(Vertx vertx, JsonObject settings) {
    PostgresSettings postgres = Settings.bind(settings, "SUBSCRIPTION", PostgresSettings::from);
    return Postgres.migrate(vertx, postgres, "db/outbox", "db/parked", "db/subscription")
        .map(migrated -> Postgres.open(vertx, postgres));
  }

  /** Empties every table; ids start from 1 again. */
  void clear() {
    execute("truncate subscription, application_request, outbox");
    execute("alter sequence subscription_id restart");
  }
}
