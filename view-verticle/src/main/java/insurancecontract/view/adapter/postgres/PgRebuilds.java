package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.LeftOut;
import insurancecontract.view.projection.RebuildProgress;
import insurancecontract.view.projection.RebuildProgress.State;
import insurancecontract.view.projection.Rebuilds;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drafts in PostgreSQL: the same two tables in a separate schema, so that the same statements fill
 * them and they can replace the served ones with all indexes.
 *
 * <p>One connection holds a draft from the claim to the end, together with a lock that ends with
 * its session: while it is held, a rebuild is running in some process.
 */
public final class PgRebuilds implements Rebuilds {
  private static final Logger LOG = LoggerFactory.getLogger(PgRebuilds.class);
  private static final int REBUILD_LOCK = 7_013_002;

  private static final String TRY_CLAIM = "select pg_try_advisory_lock($1, 0) as claimed";

  private static final String LET_GO = "select pg_advisory_unlock($1, 0)";

  /**
   * New rows get the next generation from their column's default. The copy has everything of the
   * served table but its storage parameters.
   */
  private static final String BEGIN =
      """
      set local client_min_messages = warning;
      drop schema if exists view_draft cascade;
      create schema view_draft;
      create table view_draft.subscription_view (like public.subscription_view including all)
        with (fillfactor = 70);
      create table view_draft.timeline (like public.timeline including all);
      do $$ begin
        execute format(
          'alter table view_draft.subscription_view alter column generation set default %s',
          (select generation + 1 from public.view_rebuild));
      end $$;
      update public.view_rebuild
         set state = 'RUNNING', read = 0, total = 0,
             started_at = now(), finished_at = null, last_error = null;
      """;

  /** A crash discards the whole draft anyway, so its commits need not wait for the disk. */
  private static final String INTO_DRAFT =
      "set local search_path = view_draft; set local synchronous_commit = off";

  private static final String COUNT = "update public.view_rebuild set read = $1, total = $2";

  /** The first query after the replacement must not be planned for an empty table. */
  private static final String PREPARE =
      """
      set statement_timeout = '10min';
      analyze view_draft.subscription_view, view_draft.timeline;
      reset statement_timeout
      """;

  private static final String TAKE_TABLES = "select pg_advisory_xact_lock($1)";

  private static final String SEARCH_DRAFT = "set local search_path = view_draft";

  /**
   * Locks both tables in the order in which readers do. New readers queue behind this lock, so it
   * must not wait long for current ones. A timeout here must not fail the transaction, so it is
   * caught inside.
   */
  private static final String TAKE_FROM_READERS =
      """
      do $$ begin
        set local lock_timeout = '1s';
        lock table public.subscription_view, public.timeline in access exclusive mode;
        set local view.taken = true;
      exception when lock_not_available then
        set local view.taken = false;
      end $$
      """;

  private static final String TAKEN = "select current_setting('view.taken')::boolean as taken";

  /**
   * Different columns mean that a newer release has changed the served tables meanwhile; then the
   * draft must not replace them.
   */
  private static final String REPLACE =
      """
      do $$ begin
        if exists (
          (select table_name, ordinal_position, column_name, data_type
             from information_schema.columns
            where table_schema = 'public' and table_name in ('subscription_view', 'timeline'))
          except
          (select table_name, ordinal_position, column_name, data_type
             from information_schema.columns
            where table_schema = 'view_draft'))
        then raise exception 'the served tables have got other columns meanwhile';
        end if;
      end $$;
      drop table public.subscription_view, public.timeline;
      alter table view_draft.subscription_view set schema public;
      alter table view_draft.timeline set schema public;
      drop schema view_draft;
      update public.view_rebuild
         set state = 'DONE', finished_at = clock_timestamp(), generation = generation + 1;
      """;

  /** Without the server's notices about missing and dependent objects. */
  private static final String THROW_AWAY =
      """
      set local client_min_messages = warning;
      drop schema if exists view_draft cascade;
      """;

  private static final String FAILED =
      """
      update view_rebuild
         set state = 'FAILED', finished_at = now(), last_error = $1
       where state = 'RUNNING'
      """;

  /** A rebuild whose lock is free has ended, even if its process could not record it. */
  private static final String PROGRESS =
      """
      select r.state, r.read, r.total, r.started_at, r.finished_at, r.last_error,
             exists (select from pg_locks l
                      where l.locktype = 'advisory' and l.classid = $1::bigint::oid and l.objid = 0
                        and l.database =
                            (select oid from pg_database where datname = current_database())
                    ) as alive
        from view_rebuild r
      """;

  private static final String INTERRUPTED = "the process that did it has ended";

  private static final String IS_KNOWN =
      """
      select exists (
        select from public.timeline
         where subscription_id = $1 and source = $2 and version = $3) as known
      """;

  private final Pool pool;
  private final LeftOut leftOut;

  /** Drafts in the database of {@code pool}; facts that cannot be merged go to {@code leftOut}. */
  public PgRebuilds(Pool pool, LeftOut leftOut) {
    this.pool = pool;
    this.leftOut = leftOut;
  }

  @Override
  public Future<Optional<Draft>> claim() {
    return pool.getConnection()
        .compose(
            connection ->
                tryClaim(connection)
                    .compose(
                        claimed ->
                            claimed
                                ? begin(connection)
                                : letGo(connection).map(Optional.<Draft>empty()))
                    .recover(
                        cause -> letGo(connection).transform(gone -> Future.failedFuture(cause))));
  }

  private Future<Optional<Draft>> begin(SqlConnection connection) {
    return connection.query(BEGIN).execute().map(begun -> Optional.of(new PgDraft(connection)));
  }

  private static Future<Boolean> tryClaim(SqlConnection connection) {
    return connection
        .preparedQuery(TRY_CLAIM)
        .execute(Tuple.of(REBUILD_LOCK))
        .map(rows -> rows.iterator().next().getBoolean("claimed"));
  }

  /** Returns the connection after releasing its lock; a broken one has lost it already. */
  private static Future<Void> letGo(SqlConnection connection) {
    return connection
        .preparedQuery(LET_GO)
        .execute(Tuple.of(REBUILD_LOCK))
        .transform(tried -> connection.close());
  }

  @Override
  public Future<RebuildProgress> progress() {
    return pool.preparedQuery(PROGRESS)
        .execute(Tuple.of((long) REBUILD_LOCK))
        .map(rows -> progress(rows.iterator().next()));
  }

  private static RebuildProgress progress(Row row) {
    State state = State.valueOf(row.getString("state"));
    boolean interrupted = state == State.RUNNING && !row.getBoolean("alive");
    return new RebuildProgress(
        interrupted ? State.FAILED : state,
        row.getLong("read"),
        row.getLong("total"),
        RowSql.instant(row, "started_at"),
        RowSql.instant(row, "finished_at"),
        interrupted ? INTERRUPTED : row.getString("last_error"));
  }

  @Override
  public Future<Void> clean() {
    return clean(INTERRUPTED);
  }

  private Future<Void> clean(String reason) {
    return pool.getConnection()
        .compose(
            connection ->
                tryClaim(connection)
                    .compose(
                        claimed ->
                            claimed ? throwAway(connection, reason) : Future.succeededFuture())
                    .eventually(() -> letGo(connection)));
  }

  private static Future<Void> throwAway(SqlConnection connection, String reason) {
    return connection
        .query(THROW_AWAY)
        .execute()
        .compose(gone -> connection.preparedQuery(FAILED).execute(Tuple.of(reason)))
        .mapEmpty();
  }

  /** The draft of this connection. */
  private final class PgDraft implements Draft {
    private final SqlConnection connection;

    PgDraft(SqlConnection connection) {
      this.connection = connection;
    }

    @Override
    public Future<Void> add(List<Fact> facts, RebuildCount count) {
      return inTransaction(() -> run(INTO_DRAFT).compose(inDraft -> write(facts, count)));
    }

    /** The client's own transactions end at the first failure, even with savepoints. */
    private <T> Future<T> inTransaction(Supplier<Future<T>> step) {
      return run("begin")
          .compose(begun -> Futures.attempt(step))
          .compose(
              value -> run("commit").map(value),
              cause -> run("rollback").transform(undone -> Future.failedFuture(cause)));
    }

    private Future<Void> run(String sql) {
      return connection.query(sql).execute().mapEmpty();
    }

    private Future<Void> write(List<Fact> facts, RebuildCount count) {
      return merge(facts)
          .compose(
              done ->
                  connection.preparedQuery(COUNT).execute(Tuple.of(count.read(), count.total())))
          .mapEmpty();
    }

    /** All at once; if that fails, one by one, so that one bad fact does not block the others. */
    private Future<Void> merge(List<Fact> facts) {
      if (facts.isEmpty()) return Future.succeededFuture();
      return tried(facts)
          .recover(
              cause -> {
                if (Postgres.isTransient(cause)) return Future.failedFuture(cause);
                return facts.size() == 1 ? leave(facts.get(0), cause) : mergeEach(facts);
              });
    }

    private Future<Void> mergeEach(List<Fact> facts) {
      Future<Void> each = Future.succeededFuture();
      for (Fact fact : facts) each = each.compose(before -> merge(List.of(fact)));
      return each;
    }

    /** On failure the transaction is left as it was. */
    private Future<Void> tried(List<Fact> facts) {
      return run("savepoint batch")
          .compose(saved -> FactSql.apply(connection, facts))
          .compose(
              applied -> run("release savepoint batch"),
              cause ->
                  run("rollback to savepoint batch")
                      .transform(undone -> Future.failedFuture(cause)));
    }

    /** Facts that the served rows lack, too, are parked by the live consumer. */
    private Future<Void> leave(Fact fact, Throwable cause) {
      Fact.Key key = fact.key();
      LOG.atWarn()
          .addKeyValue("fact", key)
          .addKeyValue("cause", cause.toString())
          .log("fact left out of the rebuild");
      return connection
          .preparedQuery(IS_KNOWN)
          .execute(Tuple.of(key.subscriptionId(), key.source().label(), key.version()))
          .compose(
              rows ->
                  rows.iterator().next().getBoolean("known")
                      ? leftOut.keep(fact, cause)
                      : Future.succeededFuture());
    }

    @Override
    public Future<Void> prepare() {
      return run(PREPARE);
    }

    @Override
    public Future<Boolean> replace(Function<Additions, Future<Void>> last) {
      return inTransaction(() -> complete(last).compose(complete -> takePlace()))
          .compose(
              replaced -> replaced ? letGo(connection).map(true) : Future.succeededFuture(false));
    }

    private Future<Void> complete(Function<Additions, Future<Void>> last) {
      return connection
          .preparedQuery(TAKE_TABLES)
          .execute(Tuple.of(FactSql.TABLES_LOCK))
          .compose(taken -> run(SEARCH_DRAFT))
          .compose(inDraft -> last.apply(this::write));
    }

    private Future<Boolean> takePlace() {
      return connection
          .query(TAKE_FROM_READERS)
          .execute()
          .compose(tried -> connection.query(TAKEN).execute())
          .map(rows -> rows.iterator().next().getBoolean("taken"))
          .compose(taken -> taken ? run(REPLACE).map(true) : Future.succeededFuture(false));
    }

    @Override
    public Future<Void> discard(String reason) {
      return throwAway(connection, reason)
          .transform(thrown -> letGo(connection).transform(gone -> again(thrown.failed(), reason)))
          .recover(
              cause -> {
                LOG.atWarn().setCause(cause).log("the draft stays until the next start");
                return Future.succeededFuture();
              });
    }

    /** When the draft's own connection is broken, another one may still work. */
    private Future<Void> again(boolean needed, String reason) {
      return needed ? clean(reason) : Future.succeededFuture();
    }
  }
}
