package insurancecontract.chassis.outbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The outbox in PostgreSQL; its lock is an advisory one, its notifications are LISTEN/NOTIFY. */
final class PgOutboxStore implements OutboxStore {
  static final String NOTIFY = "notify outbox";

  /** Any number will do, as long as nothing else in the database locks it. */
  private static final long LOCK = 7_225_269L;

  private static final String TRY_LOCK = "select pg_try_advisory_lock($1) as locked";

  private static final String LISTEN = "listen outbox";

  private static final String READ =
      """
      select outbox_id, topic, subject, type, version, at, traceparent, data
        from outbox
       order by outbox_id
       limit $1
      """;

  private static final String DELETE = "delete from outbox where outbox_id = any($1)";

  /** Counting stops where it would become expensive. */
  private static final String BACKLOG =
      """
      select count(*) as events,
             coalesce(extract(epoch from now() - min(at)), 0)::float8 as seconds
        from (select at from outbox order by outbox_id limit 10000) as oldest
      """;

  /** How many events wait, up to a limit, and for how long the oldest has. */
  record Backlog(long events, double oldestSeconds) {}

  private final Vertx vertx;
  private final PgConnectOptions options;
  private PgConnection connection;

  PgOutboxStore(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  @Override
  public Future<Void> connect(Runnable lost, Runnable notified) {
    return PgConnection.connect(vertx, options)
        .map(
            opened -> {
              connection = opened;
              opened.closeHandler(closed -> closed(opened, lost));
              // What breaks a connection also closes it.
              opened.exceptionHandler(broken -> {});
              opened.notificationHandler(notification -> notified.run());
              return null;
            });
  }

  private void closed(PgConnection closed, Runnable lost) {
    if (closed != connection) return;
    connection = null;
    lost.run();
  }

  @Override
  public Future<Boolean> tryLock() {
    return onConnection(
        it ->
            it.preparedQuery(TRY_LOCK)
                .execute(Tuple.of(LOCK))
                .map(rows -> rows.iterator().next().getBoolean("locked")));
  }

  @Override
  public Future<Void> listen() {
    return onConnection(it -> it.query(LISTEN).execute().mapEmpty());
  }

  @Override
  public Future<Void> notifyListener() {
    return onConnection(it -> it.query(NOTIFY).execute().mapEmpty());
  }

  @Override
  public Future<List<OutboxRow>> read(int limit) {
    return onConnection(
        it -> it.preparedQuery(READ).execute(Tuple.of(limit)).map(PgOutboxStore::rows));
  }

  private static List<OutboxRow> rows(RowSet<Row> found) {
    List<OutboxRow> rows = new ArrayList<>(found.size());
    for (Row row : found) rows.add(new OutboxRow(row.getLong("outbox_id"), message(row)));
    return rows;
  }

  private static OutboxMessage message(Row row) {
    return new OutboxMessage(
        row.getString("topic"),
        row.getLong("subject"),
        row.getString("type"),
        row.getLong("version"),
        row.getOffsetDateTime("at").toInstant(),
        row.getJsonObject("data"),
        row.getString("traceparent"));
  }

  @Override
  public Future<Void> delete(List<OutboxRow> rows) {
    Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
    return onConnection(it -> it.preparedQuery(DELETE).execute(Tuple.of(ids)).mapEmpty());
  }

  Future<Backlog> backlog() {
    return onConnection(
        it ->
            it.query(BACKLOG)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Backlog(row.getLong("events"), row.getDouble("seconds"))));
  }

  @Override
  public Future<Void> close() {
    return connection == null ? Future.succeededFuture() : connection.close();
  }

  private <T> Future<T> onConnection(Function<PgConnection, Future<T>> step) {
    return connection == null
        ? Future.failedFuture(ClosedConnectionException.INSTANCE)
        : step.apply(connection);
  }
}
