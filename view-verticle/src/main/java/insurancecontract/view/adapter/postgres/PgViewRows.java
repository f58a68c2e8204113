package insurancecontract.view.adapter.postgres;

import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.projection.ViewRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The served rows in PostgreSQL: five statements for a batch, whatever its size. */
public final class PgViewRows implements ViewRows {
  private static final String SHARE_TABLES = "select pg_advisory_xact_lock_shared($1)";

  private final Pool pool;
  private final PgChangeLog log;

  /** Rows in the database of {@code pool}; other processes learn from {@code log} what changed. */
  public PgViewRows(Pool pool, PgChangeLog log) {
    this.pool = pool;
    this.log = log;
  }

  @Override
  public Future<List<ViewRow>> apply(List<Fact> facts) {
    Set<Long> ids =
        facts.stream().map(fact -> fact.event().subscriptionId()).collect(Collectors.toSet());
    return pool.<List<ViewRow>>withTransaction(
            tx ->
                shareTables(tx)
                    .compose(shared -> FactSql.apply(tx, facts))
                    .compose(applied -> logged(tx, ids)))
        .onSuccess(committed -> log.announce());
  }

  /** Both statements are sent before either is answered. */
  private Future<List<ViewRow>> logged(SqlClient tx, Set<Long> ids) {
    Future<Void> written = log.write(tx, ids);
    Future<List<ViewRow>> found = RowSql.find(tx, ids);
    return Future.join(written, found).map(both -> found.result());
  }

  /** A separate statement: only statements parsed after it are sure to see the served tables. */
  private static Future<Void> shareTables(SqlClient tx) {
    return tx.preparedQuery(SHARE_TABLES).execute(Tuple.of(FactSql.TABLES_LOCK)).mapEmpty();
  }
}
