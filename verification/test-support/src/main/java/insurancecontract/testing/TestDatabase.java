package insurancecontract.testing;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.StreamSupport;

/** A database of a test's own on the shared PostgreSQL, with a pool of connections. */
public class TestDatabase implements AutoCloseable {
  private static final int TIMEOUT_MS = (int) Waiting.DEADLINE.toMillis();

  private final Database database;
  private final Vertx vertx;
  private final Pool pool;

  /** Makes the tables and opens the pool. */
  public interface Opening {
    /** The pool, once the tables are there. */
    Future<Pool> open(Vertx vertx, JsonObject settings);
  }

  /** A new database whose name begins with {@code prefix}; {@code vertx} is closed with it. */
  protected TestDatabase(String prefix, Vertx vertx, Opening opening) {
    this.vertx = vertx;
    database = SharedPlatform.database(prefix);
    pool = await(opening.open(vertx, settings()));
  }

  /** How a service reaches a database; its time limits allow for a busy machine. */
  public static JsonObject settings(Database database) {
    return new JsonObject()
        .put("POSTGRES_HOST", database.host())
        .put("POSTGRES_PORT", database.port())
        .put("POSTGRES_DATABASE", database.database())
        .put("POSTGRES_USER", database.user())
        .put("POSTGRES_PASSWORD", database.password())
        .put("POSTGRES_CONNECT_TIMEOUT_MS", TIMEOUT_MS)
        .put("POSTGRES_STATEMENT_TIMEOUT_MS", TIMEOUT_MS);
  }

  /** How a service reaches it. */
  public final JsonObject settings() {
    return settings(database);
  }

  /** Where it is. */
  public final Database database() {
    return database;
  }

  /** The Vert.x of its connections. */
  public final Vertx vertx() {
    return vertx;
  }

  /** Its connections. */
  public final Pool pool() {
    return pool;
  }

  /** Runs statements without parameters. */
  public final void execute(String sql) {
    done(pool.query(sql).execute());
  }

  /** The rows that a query returns. */
  public final List<Row> rows(String sql) {
    return StreamSupport.stream(await(pool.query(sql).execute()).spliterator(), false).toList();
  }

  /** The one number that a query returns. */
  public final long number(String sql) {
    return rows(sql).get(0).getLong(0);
  }

  /** The one text that a query returns; null if it returns no row. */
  public final String text(String sql) {
    List<Row> rows = rows(sql);
    return rows.isEmpty() ? null : rows.get(0).getString(0);
  }

  @Override
  public void close() {
    // One after the other: a future does not outlive the Vert.x that it runs on.
    done(pool.close());
    done(vertx.close());
  }
}
