package insurancecontract.underwriting.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.underwriting.application.Awaited;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of underwriting for one test class, migrated, with a pool. */
final class OwnDatabase implements AutoCloseable {
  private static final String EMPTY =
      "truncate underwriter, underwriting_case, outbox; alter sequence underwriting_id restart";

  private static final String CUT_OFF =
      """
      select pg_terminate_backend(pid)
        from pg_stat_activity
       where datname = current_database()
         and state = 'idle in transaction'
      """;

  private final AtomicInteger statements = new AtomicInteger();
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
          .withMetrics(options -> new Counting(statements))
          .build();
  private final Database database;
  private final PostgresSettings settings;
  private final Pool pool;

  OwnDatabase() {
    database = SharedPlatform.database("underwriting");
    settings =
        Settings.bind(
            new JsonObject()
                .put("POSTGRES_HOST", database.host())
                .put("POSTGRES_PORT", database.port())
                .put("POSTGRES_DATABASE", database.database())
                .put("POSTGRES_USER", database.user())
                .put("POSTGRES_PASSWORD", database.password())
                // A busy machine is not what these tests are about.
                .put("POSTGRES_CONNECT_TIMEOUT_MS", 20_000)
                .put("POSTGRES_STATEMENT_TIMEOUT_MS", 20_000),
            "UNDERWRITING",
            PostgresSettings::from);
    Awaited.done(Postgres.migrate(vertx, settings, "db/outbox", "db/parked", "db/underwriting"));
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

  /** Ends every connection that is within a transaction; may be called on an event loop. */
  void cutTransactionsOff() {
    try (Connection connection = SharedPlatform.postgres().connect(database.database());
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute(CUT_OFF)).isTrue();
    } catch (SQLException failure) {
      throw new AssertionError("not cut off", failure);
    }
  }

  /** How many statements were sent so far, those that begin and end transactions among them. */
  int statements() {
    return statements.get();
  }

  /** Counts what the pools of this Vert.x send. */
  private record Counting(AtomicInteger statements) implements VertxMetrics {
    @Override
    public ClientMetrics<?, ?, ?> createClientMetrics(
        SocketAddress address, String type, String namespace) {
      return new ClientMetrics<Object, Object, Object>() {
        @Override
        public Object requestBegin(String uri, Object request) {
          return statements.incrementAndGet();
        }
      };
    }
  }

  @Override
  public void close() {
    Awaited.done(vertx.close());
  }
}
