package insurancecontract.underwriting.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A database with the tables of the underwriting service; counts the statements sent to it. */
final class DeskDatabase extends TestDatabase {
  private static final String EMPTY =
      "truncate underwriter, underwriting_case, outbox; alter sequence underwriting_id restart";

  private static final String CUT_OFF =
      """
      select pg_terminate_backend(pid)
        from pg_stat_activity
       where datname = current_database()
         and state = 'idle in transaction'
      """;

  private final AtomicInteger statements;

  DeskDatabase() {
    this(new AtomicInteger());
  }

  private DeskDatabase(AtomicInteger statements) {
    super("underwriting", counting(statements), DeskDatabase::open);
    this.statements = statements;
  }

  private static Vertx counting(AtomicInteger statements) {
    return Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
        .withMetrics(options -> new Counting(statements))
        .build();
  }

  private static Future<Pool> open(Vertx vertx, JsonObject settings) {
    PostgresSettings postgres = bind(settings);
    return Postgres.migrate(vertx, postgres, "db/outbox", "db/parked", "db/underwriting")
        .map(migrated -> Postgres.open(vertx, postgres));
  }

  private static PostgresSettings bind(JsonObject settings) {
    return Settings.bind(settings, "UNDERWRITING", PostgresSettings::from);
  }

  /** Another pool of connections to the same database, as another process would have. */
  Pool anotherPool() {
    return Postgres.open(vertx(), bind(settings()));
  }

  void empty() {
    execute(EMPTY);
  }

  /** Terminates every connection with an open transaction; may be called on an event loop. */
  void cutTransactionsOff() {
    try (Connection connection = SharedPlatform.postgres().connect(database().database());
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute(CUT_OFF)).isTrue();
    } catch (SQLException failure) {
      throw new AssertionError("not cut off", failure);
    }
  }

  /** The number of statements sent so far, including those that begin and end transactions. */
  int statements() {
    return statements.get();
  }

  /** Counts the statements that the pools of this Vert.x send. */
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
}
