package insurancecontract.view.adapter.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which rows changed recently, written with each change, for all processes of the view. */
public final class PgChangeLog {
  static final String CHANNEL = "view_change";

  private static final String WRITE =
      """
      insert into public.view_change (subscription_id, origin)
      select id, $2 from unnest($1::bigint[]) as changed(id)
      """;

  /** One statement, so that horizon and entries come from the same snapshot. */
  private static final String READ =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon,
             c.changed::text::bigint as changed, c.subscription_id
        from (values (1)) as always
        left join (select changed, subscription_id
                     from view_change
                    where (changed, subscription_id) > ($1::text::xid8, $2)
                      and ($3::uuid is null or origin <> $3)
                    order by changed, subscription_id
                    limit $4) as c on true
       order by c.changed, c.subscription_id
      """;

  private static final String HORIZON =
      "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon";

  private static final String FORGET =
      """
      delete from view_change
       where (changed, subscription_id) in (
             select changed, subscription_id
               from view_change
              where changed < $1::text::xid8
              order by changed
              limit $2)
      """;

  private final Pool pool;

  /** This process among those that share the database. */
  private final UUID origin = UUID.randomUUID();

  private boolean notifying;
  private boolean notifyAgain;

  /** That a row changed. */
  record Entry(long changed, long subscriptionId) {}

  /**
   * What was read.
   *
   * @param horizon where the next read starts; entries from there on may come again
   * @param isAll whether the limit cut nothing off
   */
  record Read(List<Entry> entries, long horizon, boolean isAll) {}

  /** The log in the database of {@code pool}. */
  public PgChangeLog(Pool pool) {
    this.pool = pool;
  }

  /** Records the changed rows, inside the transaction that changes them. */
  Future<Void> write(SqlClient tx, Collection<Long> ids) {
    return tx.preparedQuery(WRITE).execute(Tuple.of(ids.toArray(Long[]::new), origin)).mapEmpty();
  }

  /** The position after which everything is new. */
  Future<Long> horizon() {
    return pool.query(HORIZON).execute().map(rows -> rows.iterator().next().getLong("horizon"));
  }

  /** Changes of other processes after {@code after}. */
  Future<Read> ofOthers(Entry after, int limit) {
    return read(after, origin, limit);
  }

  /** All changes since. */
  Future<Read> ofAll(long since, int limit) {
    return read(from(since), null, limit);
  }

  /** Before the first entry of a position. */
  static Entry from(long position) {
    return new Entry(position, 0);
  }

  private Future<Read> read(Entry after, UUID except, int limit) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(Long.toString(after.changed()), after.subscriptionId(), except, limit))
        .map(rows -> read(rows, limit));
  }

  private static Read read(RowSet<Row> rows, int limit) {
    List<Entry> entries = new ArrayList<>();
    long horizon = 0;
    for (Row row : rows) {
      horizon = row.getLong("horizon");
      if (row.getLong("changed") == null) continue;
      entries.add(new Entry(row.getLong("changed"), row.getLong("subscription_id")));
    }
    return new Read(entries, horizon, entries.size() < limit);
  }

  /** Deletes older entries, up to a limit; returns how many. */
  Future<Integer> forget(long before, int limit) {
    return pool.preparedQuery(FORGET)
        .execute(Tuple.of(Long.toString(before), limit))
        .map(RowSet::rowCount);
  }

  /**
   * Wakes the other processes after the commit: one notification at a time covers all changes in
   * the meantime. Polling makes up for a lost one.
   */
  void announce() {
    notifyAgain = notifying;
    if (notifying) return;
    notifying = true;
    pool.query("notify " + CHANNEL)
        .execute()
        .onComplete(
            done -> {
              notifying = false;
              if (notifyAgain) announce();
            });
  }
}
