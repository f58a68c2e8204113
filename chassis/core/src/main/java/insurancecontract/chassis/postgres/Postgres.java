package insurancecontract.chassis.postgres;

import insurancecontract.chassis.Overloaded;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.TransientFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** A service's own database: its schema, its pool, and the classification of its failures. */
public final class Postgres {
  private Postgres() {}

  /**
   * Brings the schema up to date, off the event loop. Of several processes that start at once one
   * migrates and the others wait. Each folder has its own range of versions, so a new migration in
   * one folder may have a lower version than some that have already run.
   *
   * @param locations folders of migrations on the class path, such as {@code db/outbox}
   */
  public static Future<Void> migrate(Vertx vertx, PostgresSettings settings, String... locations) {
    return vertx
        .<Void>executeBlocking(
            () -> {
              Flyway.configure()
                  .dataSource(jdbcUrl(settings), settings.user(), settings.password().value())
                  .locations(
                      Arrays.stream(locations)
                          .map(location -> "classpath:" + location)
                          .toArray(String[]::new))
                  .failOnMissingLocations(true)
                  .outOfOrder(true)
                  .load()
                  .migrate();
              return null;
            },
            false)
        .recover(cause -> Future.failedFuture(startFailure(settings, cause)));
  }

  private static String jdbcUrl(PostgresSettings settings) {
    return "jdbc:postgresql://"
        + settings.address()
        + "?connectTimeout="
        + Math.max(1, settings.connectTimeout().toSeconds())
        + "&sslmode="
        + settings.ssl().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Throwable startFailure(PostgresSettings settings, Throwable cause) {
    if (!(cause instanceof FlywayException)) return cause;
    String reason = cause.getCause() == null ? cause.getMessage() : cause.getCause().getMessage();
    return new StartFailure(
        "PostgreSQL at "
            + settings.address()
            + " (POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DATABASE): "
            + reason.lines().findFirst().orElse("no reason given"),
        cause);
  }

  /** Opens the pool; connections are made when they are first needed. */
  public static Pool open(Vertx vertx, PostgresSettings settings) {
    return PgBuilder.pool()
        .connectingTo(settings.connectOptions())
        .with(
            new PoolOptions()
                .setMaxSize(settings.poolSize())
                .setMaxWaitQueueSize(settings.waitersMax())
                .setConnectionTimeout((int) settings.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
        .using(vertx)
        .build();
  }

  /**
   * Whether the same work may succeed when it is retried: the database or another service is
   * unavailable or overloaded, or a lock was lost. Any other failure is a fault of the work itself.
   */
  public static boolean isTransient(Throwable failure) {
    if (failure instanceof PgException refused) return isTransient(refused.getSqlState());
    return failure instanceof VertxException
        || failure instanceof TransientFailure
        || failure instanceof Overloaded
        || !(failure instanceof RuntimeException || failure instanceof Error);
  }

  private static boolean isTransient(String state) {
    return state != null
        && (state.startsWith("08") // connection lost
            || state.startsWith("40") // deadlock, serialization
            || state.startsWith("53") // out of connections, memory, disk
            || state.startsWith("55") // lock timeout
            || state.startsWith("57")); // shutting down, starting, statement timeout
  }
}
