package insurancecontract.payment;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

/** A database with the tables of the payment service. */
public final class PaymentDatabase extends TestDatabase {
  private PaymentDatabase() {
    super("payment", Vertx.vertx(), PaymentDatabase::open);
  }

  /** Creates the database and its tables. */
  public static PaymentDatabase create() {
    return new PaymentDatabase();
  }

  private static Future<Pool> open(Vertx vertx, JsonObject settings) {
    PostgresSettings postgres = Settings.bind(settings, "PAYMENT", PostgresSettings::from);
    return Postgres.migrate(vertx, postgres, "db/outbox", "db/parked", "db/payment")
        .map(migrated -> Postgres.open(vertx, postgres));
  }

  /** Empties every table; ids start from 1 again. */
  public void empty() {
    execute(
        "truncate payment, simulator_ledger, simulator_statement, outbox, parked, parked_act; alter sequence payment_id restart");
  }
}
