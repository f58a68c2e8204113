package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.decision.StaleState;
import insurancecontract.chassis.outbox.Outbox;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.PaymentEvent;
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
import java.util.function.Supplier;

/** Payments in PostgreSQL: one row each, their messages in the outbox, both or neither. */
public final class PgPaymentRepository implements Aggregates<Payment, PaymentEvent> {
  /** Rows are locked in the order of their keys; an absent payment gets the next payment id. */
  private static final String LOAD =
      """
      with locked as (
        select %s
          from payment
         where subscription_id = any($1)
         order by subscription_id
           for update)
      select subscription_id as wanted_id, locked.*, null::bigint as new_payment_id
        from locked
       union all
      select wanted.id, nothing.*, nextval('payment_id')
        from unnest($1::bigint[]) as wanted(id)
             left join locked as nothing on false
       where wanted.id not in (select subscription_id from locked)
      """
          .formatted(PaymentRows.COLUMNS);

  /** New rows must still be new; known ones are locked. The number of saved ones tells. */
  private static final String SAVE =
      """
      with inserted as (
        insert into payment (%1$s, traceparent, next_attempt_at)
        select %1$s, traceparent, next_attempt_at
          from json_populate_recordset(null::payment, $1)
         order by subscription_id
            on conflict (subscription_id) do nothing
        returning subscription_id
      ), updated as (
        update payment
           set (%1$s, traceparent, next_attempt_at, attempts, last_error)
             = row(%2$s, changed.traceparent, changed.next_attempt_at, 0, null)
          from json_populate_recordset(null::payment, $2) as changed
         where payment.subscription_id = changed.subscription_id
           and payment.version < changed.version
        returning payment.subscription_id
      )
      select (select count(*) from inserted) + (select count(*) from updated) as saved
      """
          .formatted(PaymentRows.COLUMNS, PaymentRows.columnsOf("changed"));

  private static final String DEADLOCK = "40P01";

  private final Pool pool;
  private final Supplier<WorkPace> pace;

  /** Payments behind this pool, whose work is due at this pace. */
  public PgPaymentRepository(Pool pool, Supplier<WorkPace> pace) {
    this.pool = pool;
    this.pace = pace;
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> ids, Function<Map<Long, Payment>, Changes<Payment, PaymentEvent, R>> work) {
    return pool.withTransaction(
            tx ->
                load(tx, ids).map(work).compose(changes -> save(tx, changes).map(changes.result())))
        .recover(cause -> Future.failedFuture(staleIfDeadlock(cause)));
  }

  private static Future<Map<Long, Payment>> load(SqlClient tx, Collection<Long> ids) {
    return tx.preparedQuery(LOAD)
        .execute(Tuple.of(ids.toArray(Long[]::new)))
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
        : new Absent(row.getLong("wanted_id"), newPaymentId);
  }

  private Future<Void> save(SqlClient tx, Changes<Payment, PaymentEvent, ?> changes) {
    if (changes.changes().isEmpty()) return Future.succeededFuture();
    return tx.preparedQuery(SAVE)
        .execute(PaymentRows.write(changes.changes(), pace.get()))
        .compose(
            rows -> {
              long saved = rows.iterator().next().getLong("saved");
              return saved == changes.changes().size()
                  ? announce(tx, changes.recorded())
                  : Future.failedFuture(new StaleState("a payment"));
            });
  }

  /** Publishes to other services, and parks what operators have to look at. */
  private static Future<Void> announce(SqlClient tx, List<Recorded<Payment, PaymentEvent>> events) {
    return Outbox.append(tx, PaymentMessages.of(events))
        .compose(appended -> Parking.park(tx, ParkedRefunds.of(events)));
  }

  /** Batches that insert each other's keys may deadlock: the one that is aborted is stale. */
  private static Throwable staleIfDeadlock(Throwable cause) {
    return cause instanceof PgException refused && DEADLOCK.equals(refused.getSqlState())
        ? new StaleState("a payment")
        : cause;
  }
}
