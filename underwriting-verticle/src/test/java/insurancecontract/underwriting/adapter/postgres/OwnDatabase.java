package insurancecontract.underwriting.adapter.postgres;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.underwriting.application.Awaited;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/** A database of underwriting for one test class, migrated, with a pool. */
final class OwnDatabase implements AutoCloseable {
  private static final String EMPTY =
      "truncate underwriter, underwriting_case, outbox; alter sequence underwriting_id restart";

  private final Vertx vertx = Vertx.vertx();
  private final PostgresSettings settings;
  private final Pool pool;

  OwnDatabase() {
    Database database = SharedPlatform.database("underwriting");
    settings =
        Settings.bind(
            new JsonObject()
                .put("POSTGRES_HOST", database.host())
                .put("POSTGRES_PORT", database.port())
                .put("POSTGRES_DATABASE", database.database())
                .put("POSTGRES_USER", database.user())
                .put("POSTGRES_PASSWORD", database.password()),
            "UNDERWRITING",
            PostgresSettings::from);
    Awaited.done(Postgres.migrate(vertx, settings, "db/outbox", "db/underwriting"));
    pool = Postgres.open(vertx, settings);
  }

  Pool pool() {
    return pool;
  }

  /** Another pool of connections to the same database, as another process would have. */
  Pool anotherPool() {
    return Postgres.open(vertx, settings);
  }

  void empty() {
    Awaited.done(pool.query(EMPTY).execute());
  }

  List<Row> query(String sql) {
    List<Row> rows = new ArrayList<>();
    Awaited.of(pool.query(sql).execute()).forEach(rows::add);
    return rows;
  }

  @Override
  public void close() {
    Awaited.done(vertx.close());
  }
}
