package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.outbox.Outbox;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.payment.application.Changes;
import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.application.PaymentRepository;
import insurancecontract.payment.application.StaleState;
import insurancecontract.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Payments in PostgreSQL: one row each, their announcements in the outbox, both or neither. */
public final class PgPaymentRepository implements PaymentRepository {
  /**
   * Rows are locked in the order of their keys; whoever has no row yet gets the next payment id.
   */
  private static final String LOAD =
      """
      with locked as (
        select %s
          from payment
         where subscription_id = any($1)
         order by subscription_id
           for update)
      select wanted.id as wanted_id, locked.*,
             case when locked.subscription_id is null then nextval('payment_id') end as new_payment_id
        from unnest($1::bigint[]) as wanted(id)
             left join locked on locked.subscription_id = wanted.id
      """
          .formatted(PaymentRows.COLUMNS);

  /** New rows must still be new, known ones must still be as they were locked; both are counted. */
  private static final String SAVE =
      """
      with changed as (
        select *
          from json_to_recordset($1) as row(
               subscription_id bigint, payment_id bigint, version_before bigint, version bigint,
               status text, customer_id text, amount bigint, currency text, reason text,
               parked_reason text, parked_at timestamptz, settled_by text, created_at timestamptz,
               updated_at timestamptz, traceparent text, next_attempt_at timestamptz)
      ), inserted as (
        insert into payment (
               subscription_id, payment_id, version, status, customer_id, amount, currency, reason,
               parked_reason, parked_at, settled_by, created_at, updated_at, traceparent,
               next_attempt_at)
        select subscription_id, payment_id, version, status, customer_id, amount, currency, reason,
               parked_reason, parked_at, settled_by, created_at, updated_at, traceparent,
               next_attempt_at
          from changed
         where version_before = 0
         order by subscription_id
            on conflict (subscription_id) do nothing
        returning subscription_id
      ), updated as (
        update payment
           set version = changed.version, status = changed.status,
               customer_id = changed.customer_id, amount = changed.amount,
               currency = changed.currency, reason = changed.reason,
               parked_reason = changed.parked_reason, parked_at = changed.parked_at,
               settled_by = changed.settled_by, updated_at = changed.updated_at,
               traceparent = changed.traceparent, next_attempt_at = changed.next_attempt_at,
               attempts = 0, last_error = null
          from changed
         where payment.subscription_id = changed.subscription_id
           and changed.version_before > 0
           and payment.version = changed.version_before
        returning payment.subscription_id
      )
      select (select count(*) from inserted) + (select count(*) from updated) as saved
      """;

  private static final String DEADLOCK = "40P01";

  private final Pool pool;

  /** Payments behind this pool. */
  public PgPaymentRepository(Pool pool) {
    this.pool = pool;
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> subscriptionIds, Function<Map<Long, Payment>, Changes<R>> work) {
    return pool.withTransaction(
            tx ->
                load(tx, subscriptionIds)
                    .map(work)
                    .compose(changes -> save(tx, changes.changes()).map(changes.result())))
        .recover(cause -> Future.failedFuture(staleIfOverrun(cause)));
  }

  private static Future<Map<Long, Payment>> load(SqlClient tx, Collection<Long> subscriptionIds) {
    Long[] ids = subscriptionIds.toArray(Long[]::new);
    return tx.preparedQuery(LOAD)
        .execute(Tuple.of(ids))
        .map(
            rows -> {
              Map<Long, Payment> loaded = new HashMap<>();
              rows.forEach(row -> loaded.put(row.getLong("wanted_id"), readOrAbsent(row)));
              return loaded;
            });
  }

  private static Payment readOrAbsent(Row row) {
    Long newPaymentId = row.getLong("new_payment_id");
    return newPaymentId == null
        ? PaymentRows.read(row)
        : Payment.absent(row.getLong("wanted_id"), newPaymentId);
  }

  private static Future<Void> save(SqlClient tx, List<Change> changes) {
    if (changes.isEmpty()) return Future.succeededFuture();
    return tx.preparedQuery(SAVE)
        .execute(Tuple.of(PaymentRows.write(changes)))
        .compose(
            rows -> {
              long saved = rows.iterator().next().getLong("saved");
              return saved == changes.size() ? tell(tx, changes) : stale();
            });
  }

  /** Others of what they are to know, operators of what waits for them. */
  private static Future<Void> tell(SqlClient tx, List<Change> changes) {
    return Outbox.append(tx, PaymentMessages.of(changes))
        .compose(told -> Parking.park(tx, ParkedRefunds.of(changes)));
  }

  private static Future<Void> stale() {
    return Future.failedFuture(
        new StaleState("a payment was written by another one meanwhile", null));
  }

  /** Two batches that insert each other's keys may block each other: one of them is then stale. */
  private static Throwable staleIfOverrun(Throwable cause) {
    return cause instanceof PgException refused && DEADLOCK.equals(refused.getSqlState())
        ? new StaleState("two transactions waited for each other", cause)
        : cause;
  }
}
