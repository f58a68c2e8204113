package insurancecontract.chassis.postgres;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.chassis.settings.Settings;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.Map;

/**
 * How a service reaches its own database.
 *
 * @param poolSize maximum number of connections
 * @param waitersMax requests that may wait for a connection; more fail immediately
 * @param connectTimeout how long to wait for a connection
 * @param statementTimeout how long one statement may run, and a transaction may idle
 */
public record PostgresSettings(
    String host,
    int port,
    String database,
    String user,
    Secret password,
    SslMode ssl,
    int poolSize,
    int waitersMax,
    Duration connectTimeout,
    Duration statementTimeout) {

  /**
   * How statements are planned: every table is reached by an index, whatever the statistics say. A
   * new table has none, and the plan that is made for it is kept when it has grown.
   */
  private static final Map<String, String> PLANNING =
      Map.of("enable_seqscan", "off", "enable_hashjoin", "off", "enable_mergejoin", "off");

  /** Reads {@code POSTGRES_*}. */
  public static PostgresSettings from(Settings settings) {
    return new PostgresSettings(
        settings.text("POSTGRES_HOST", "localhost"),
        settings.between("POSTGRES_PORT", 1, 65_535, 5432),
        settings.text("POSTGRES_DATABASE"),
        settings.text("POSTGRES_USER"),
        settings.secret("POSTGRES_PASSWORD"),
        settings.oneOf("POSTGRES_SSL", SslMode.class, SslMode.DISABLE),
        settings.between("POSTGRES_POOL_SIZE", 1, 64, 8),
        settings.between("POSTGRES_WAITERS_MAX", 1, 100_000, 1_000),
        settings.millis("POSTGRES_CONNECT_TIMEOUT_MS", 50, 60_000, 2_000),
        settings.millis("POSTGRES_STATEMENT_TIMEOUT_MS", 50, 600_000, 5_000));
  }

  /** Host, port and database, for messages. */
  public String address() {
    return host + ":" + port + "/" + database;
  }

  /** How a single connection is made; a statement that runs too long is cancelled by the server. */
  public PgConnectOptions connectOptions() {
    String timeout = Long.toString(statementTimeout.toMillis());
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(host)
            .setPort(port)
            .setDatabase(database)
            .setUser(user)
            .setPassword(password.value())
            .setSslMode(ssl)
            .setCachePreparedStatements(true)
            .addProperty("statement_timeout", timeout)
            .addProperty("lock_timeout", timeout)
            .addProperty("idle_in_transaction_session_timeout", timeout);
    PLANNING.forEach(options::addProperty);
    return options;
  }
}
