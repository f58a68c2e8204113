package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.concurrent.TimeUnit;

/** A migrated database of its own, with a pool. */
public final class TestDatabase implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Database database = SharedPlatform.database("view");
  private final Pool pool;

  /** An empty view. */
  public TestDatabase() {
    PostgresSettings settings = settings(4);
    done(Postgres.migrate(vertx, settings, "db/parked", "db/view"));
    pool = Postgres.open(vertx, settings);
  }

  /** Where it is. */
  public Database database() {
    return database;
  }

  /** Vert.x for whoever works with it. */
  public Vertx vertx() {
    return vertx;
  }

  /** A pool of four. */
  public Pool pool() {
    return pool;
  }

  /** Another pool to the same database. */
  public Pool pool(int size) {
    return Postgres.open(vertx, settings(size));
  }

  private PostgresSettings settings(int poolSize) {
    JsonObject values =
        new JsonObject()
            .put("POSTGRES_HOST", database.host())
            .put("POSTGRES_PORT", database.port())
            .put("POSTGRES_DATABASE", database.database())
            .put("POSTGRES_USER", database.user())
            .put("POSTGRES_PASSWORD", database.password())
            .put("POSTGRES_CONNECT_TIMEOUT_MS", 60_000)
            .put("POSTGRES_STATEMENT_TIMEOUT_MS", 60_000)
            .put("POSTGRES_POOL_SIZE", poolSize);
    return SettingsSource.fixed(values).bind("VIEW", PostgresSettings::from).get();
  }

  /** Runs statements. */
  public void run(String sql) {
    done(pool.query(sql).execute());
  }

  /** The rows of a query. */
  public RowSet<Row> rows(String sql) {
    return await(pool.query(sql).execute());
  }

  /** The one number that a query gives. */
  public long number(String sql) {
    return rows(sql).iterator().next().getLong(0);
  }

  /** The outcome, within a minute. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  /** Succeeds within a minute. */
  public static void done(Future<?> future) {
    Object unused = await(future);
  }

  /** Why it fails, within a minute. */
  public static Throwable failure(Future<?> future) {
    return await(
        future.transform(
            done ->
                done.failed()
                    ? Future.succeededFuture(done.cause())
                    : Future.failedFuture("it did not fail")));
  }

  @Override
  public void close() {
    done(pool.close());
    done(vertx.close());
  }
}
