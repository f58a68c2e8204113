package insurancecontract.payment.adapter.postgres;

import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.application.UnfinishedPayments;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Requested;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Unfinished payments in PostgreSQL; the time of the next attempt is also the lease. */
public final class PgUnfinishedPayments implements UnfinishedPayments {
  /** Rows that another process is claiming are skipped, not waited for. */
  private static final String CLAIM =
      """
      with due as (
        select subscription_id as id
          from payment
         where status = $1
           and next_attempt_at <= $2
         order by next_attempt_at
         limit $4
           for update skip locked)
      update payment
         set next_attempt_at = $3
        from due
       where payment.subscription_id = due.id
      returning %s, attempts, traceparent
      """
          .formatted(PaymentRows.COLUMNS);

  private static final String POSTPONE =
      """
      update payment
         set attempts = attempts + 1, last_error = $3, next_attempt_at = $4
       where subscription_id = $1
         and version = $2
         and next_attempt_at is not null
      """;

  private final Pool pool;

  /** Payments behind this pool. */
  public PgUnfinishedPayments(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<List<Unfinished<Requested>>> claimCharges(
      Instant now, Instant leasedUntil, int limit) {
    return claim(PaymentStatus.REQUESTED, Requested.class, now, leasedUntil, limit);
  }

  @Override
  public Future<List<Unfinished<Cancelling>>> claimRefunds(
      Instant now, Instant leasedUntil, int limit) {
    return claim(PaymentStatus.CANCELLING, Cancelling.class, now, leasedUntil, limit);
  }

  private <P extends Existing> Future<List<Unfinished<P>>> claim(
      PaymentStatus status, Class<P> state, Instant now, Instant leasedUntil, int limit) {
    return pool.preparedQuery(CLAIM)
        .execute(
            Tuple.of(
                status.name(),
                now.atOffset(ZoneOffset.UTC),
                leasedUntil.atOffset(ZoneOffset.UTC),
                limit))
        .map(
            rows -> {
              List<Unfinished<P>> claimed = new ArrayList<>(rows.size());
              rows.forEach(row -> claimed.add(read(row, state)));
              return claimed;
            });
  }

  /** A parked refund is never due, so every row has the state that was asked for. */
  private static <P extends Existing> Unfinished<P> read(Row row, Class<P> state) {
    return new Unfinished<>(
        state.cast(PaymentRows.read(row)),
        row.getInteger("attempts"),
        row.getString("traceparent"));
  }

  @Override
  public Future<Void> postpone(Unfinished<?> work, String error, Instant until) {
    return pool.preparedQuery(POSTPONE)
        .execute(
            Tuple.of(
                work.payment().subscriptionId(),
                work.payment().version(),
                error,
                until.atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }
}
