package insurancecontract.payment.adapter.provider;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import insurancecontract.payment.application.RefundRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The simulator's books in PostgreSQL: one row a key, so a key is charged once and refunded once
 * however calls overlap, and a crash forgets nothing. What arrives together is written together.
 */
final class SimulatorLedger {
  private static final Batcher.Limits LIMITS = new Batcher.Limits(500, 2, 20_000);

  /**
   * The update changes nothing; it makes a row that is already there come back too, also when
   * another transaction has inserted it this moment.
   */
  private static final String CHARGE =
      """
      insert into simulator_ledger as ledger (key, amount, currency, declined_reason, charged_at)
      select key, amount, currency, declined_reason,
             case when declined_reason is null then clock_timestamp() end
        from json_to_recordset($1) as asked(
             key bigint, amount bigint, currency text, declined_reason text)
       order by key
          on conflict (key) do update
         set key = ledger.key
      returning key, declined_reason, refunded_at is not null as barred
      """;

  /** A key that was never charged is barred all the same; the first refund's time stays. */
  private static final String REFUND =
      """
      insert into simulator_ledger as ledger (key, refunded_at)
      select key, clock_timestamp()
        from unnest($1::bigint[]) as asked(key)
       order by key
          on conflict (key) do update
         set refunded_at =
             case when ledger.amount = $2 and ledger.charged_at is not null then null
                  else coalesce(ledger.refunded_at, excluded.refunded_at)
             end
      returning key, refunded_at is not null as refunded
      """;

  /**
   * A charge as the simulator means to answer it.
   *
   * @param declinedReason null when it is to be charged
   */
  record Ask(long key, long amount, String currency, String declinedReason) {
    JsonObject row() {
      return new JsonObject()
          .put("key", key)
          .put("amount", amount)
          .put("currency", currency)
          .put("declined_reason", declinedReason);
    }
  }

  private final Pool pool;
  private final Batcher<Ask, ProviderAnswer> charges;
  private final Batcher<Long, Boolean> refunds;

  /** Books behind this pool; to be used on one event loop. */
  SimulatorLedger(Pool pool) {
    this.pool = pool;
    this.charges =
        new Batcher<>("simulator charges", LIMITS, Postgres::isTransient, this::chargeAll);
    this.refunds =
        new Batcher<>("simulator refunds", LIMITS, Postgres::isTransient, this::refundAll);
  }

  /** What the books say after it, which is what they said before if the key was known. */
  Future<ProviderAnswer> charge(Ask ask) {
    return charges.submit(ask);
  }

  /** Fails with {@link RefundRefused} for the one amount that is never given back. */
  Future<Void> refund(long key) {
    return refunds
        .submit(key)
        .compose(
            refunded ->
                refunded
                    ? Future.succeededFuture()
                    : Future.failedFuture(new RefundRefused("REFUND_REFUSED_BY_PROVIDER")));
  }

  private Future<List<ProviderAnswer>> chargeAll(List<Ask> asks) {
    // One statement must not meet a key twice; a repeat gets the answer of the first.
    Map<Long, JsonObject> rows = new HashMap<>();
    asks.forEach(ask -> rows.putIfAbsent(ask.key(), ask.row()));
    JsonArray parameter = new JsonArray(List.copyOf(rows.values()));
    return pool.preparedQuery(CHARGE)
        .execute(Tuple.of(parameter))
        .map(
            returned -> {
              Map<Long, ProviderAnswer> answers = new HashMap<>();
              returned.forEach(row -> answers.put(row.getLong("key"), answer(row)));
              return asks.stream().map(ask -> answers.get(ask.key())).toList();
            });
  }

  private static ProviderAnswer answer(Row row) {
    if (row.getBoolean("barred")) return new Declined("CANCELLED");
    String reason = row.getString("declined_reason");
    return reason == null ? new Approved() : new Declined(reason);
  }

  private Future<List<Boolean>> refundAll(List<Long> keys) {
    Long[] distinct = keys.stream().distinct().toArray(Long[]::new);
    return pool.preparedQuery(REFUND)
        .execute(Tuple.of(distinct, SimulatedProvider.REFUND_REFUSED))
        .map(
            returned -> {
              Map<Long, Boolean> refunded = new HashMap<>();
              returned.forEach(row -> refunded.put(row.getLong("key"), row.getBoolean("refunded")));
              return keys.stream().map(refunded::get).toList();
            });
  }
}
