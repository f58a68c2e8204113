package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

/** A database with the tables of the view, and a pool of four. */
final class ViewDatabase extends TestDatabase {
  ViewDatabase() {
    super("view", Vertx.vertx(), ViewDatabase::open);
  }

  private static Future<Pool> open(Vertx vertx, JsonObject settings) {
    PostgresSettings postgres = bind(settings, 4);
    return Postgres.migrate(vertx, postgres, "db/parked", "db/view")
        .map(migrated -> Postgres.open(vertx, postgres));
  }

  /** Another pool to the same database. */
  Pool pool(int size) {
    return Postgres.open(vertx(), bind(settings(), size));
  }

  private static PostgresSettings bind(JsonObject settings, int poolSize) {
    return SettingsSource.fixed(settings.put("POSTGRES_POOL_SIZE", poolSize))
        .bind("VIEW", PostgresSettings::from)
        .get();
  }
}
