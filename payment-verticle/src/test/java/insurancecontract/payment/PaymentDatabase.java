package insurancecontract.payment;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

/** A database of payment's own for a test class, with its tables. */
public final class PaymentDatabase implements AutoCloseable {
  private final Database database = SharedPlatform.database("payment");
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;

  private PaymentDatabase() {
    PostgresSettings postgres = Settings.bind(settings(), "PAYMENT", PostgresSettings::from);
    Waiting.result(Postgres.migrate(vertx, postgres, "db/outbox", "db/parked", "db/payment"));
    pool = Postgres.open(vertx, postgres);
  }

  /** Creates the database and its tables. */
  public static PaymentDatabase create() {
    return new PaymentDatabase();
  }

  /** How to reach it. */
  public JsonObject settings() {
    return new JsonObject()
        .put("POSTGRES_HOST", database.host())
        .put("POSTGRES_PORT", database.port())
        .put("POSTGRES_DATABASE", database.database())
        .put("POSTGRES_USER", database.user())
        .put("POSTGRES_PASSWORD", database.password());
  }

  /** Where its connections live. */
  public Vertx vertx() {
    return vertx;
  }

  /** Its connections. */
  public Pool pool() {
    return pool;
  }

  /** Runs statements without parameters. */
  public void execute(String sql) {
    var unused = Waiting.result(pool.query(sql).execute());
  }

  /** The one number that a query answers. */
  public long number(String sql) {
    return Waiting.result(pool.query(sql).execute()).iterator().next().getLong(0);
  }

  /** The one text that a query answers; null when it answers no row. */
  public String text(String sql) {
    var rows = Waiting.result(pool.query(sql).execute()).iterator();
    return rows.hasNext() ? rows.next().getString(0) : null;
  }

  /** Empties every table; ids begin anew. */
  public void empty() {
    execute(
        "truncate payment, simulator_ledger, outbox, parked, parked_act; alter sequence payment_id restart");
  }

  @Override
  public void close() {
    // One after the other: a future that runs on Vert.x does not outlive it.
    Waiting.result(pool.close());
    Waiting.result(vertx.close());
  }
}
