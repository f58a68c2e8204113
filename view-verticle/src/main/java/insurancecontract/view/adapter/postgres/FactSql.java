package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.Source;
import insurancecontract.view.projection.ViewRow;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Merges facts into the tables that the connection's search path finds first: the served ones, or
 * those of a rebuild.
 */
final class FactSql {
  /**
   * A lock that many batches share, and that a rebuild takes exclusively while it replaces the
   * tables. The number is arbitrary; only {@link PgRebuilds} takes other advisory locks in this
   * database.
   */
  static final long TABLES_LOCK = 7_013_001;

  private static final String REMEMBER =
      """
      insert into timeline (subscription_id, source, version, type, at, detail)
      select r.subscription_id, r.source, r.version, r.type, r.at, r.detail
        from json_to_recordset($1)
          as r(subscription_id bigint, source text, version bigint,
               type text, at timestamptz, detail json)
          on conflict do nothing
      returning subscription_id, source, version
      """;

  /** The same rule as {@link ViewRow#merge}, against which the tests compare it. */
  private static final String MERGE =
      """
      insert into subscription_view as v (
             subscription_id, subscription_status, customer_id, product_name, premium, currency,
             payment_id, payment_status, underwriting_id, underwriting_status, underwriter_id,
             subscription_reason, payment_reason, underwriting_reason,
             created_at, contracted_at, withdrawable_until, updated_at,
             subscription_version, payment_version, underwriting_version, underwriter_version,
             facts)
      select r.subscription_id, r.subscription_status, r.customer_id, r.product_name, r.premium,
             r.currency, r.payment_id, r.payment_status, r.underwriting_id, r.underwriting_status,
             r.underwriter_id, r.subscription_reason, r.payment_reason, r.underwriting_reason,
             r.created_at, r.contracted_at, r.withdrawable_until, r.updated_at,
             r.subscription_version, r.payment_version, r.underwriting_version,
             r.underwriter_version, r.facts
        from json_to_recordset($1)
          as r(subscription_id bigint, subscription_status text, customer_id text,
               product_name text, premium bigint, currency text, payment_id bigint,
               payment_status text, underwriting_id bigint, underwriting_status text,
               underwriter_id bigint, subscription_reason text, payment_reason text,
               underwriting_reason text, created_at timestamptz, contracted_at timestamptz,
               withdrawable_until timestamptz, updated_at timestamptz,
               subscription_version bigint, payment_version bigint, underwriting_version bigint,
               underwriter_version bigint, facts bigint)
          on conflict (subscription_id) do update
         set subscription_status =
               case when excluded.subscription_version > v.subscription_version
                    then excluded.subscription_status else v.subscription_status end,
             payment_status =
               case when excluded.payment_version > v.payment_version
                    then excluded.payment_status else v.payment_status end,
             underwriting_status =
               case when excluded.underwriting_version > v.underwriting_version
                    then excluded.underwriting_status else v.underwriting_status end,
             underwriter_id =
               case when excluded.underwriter_version > v.underwriter_version
                    then excluded.underwriter_id else v.underwriter_id end,
             customer_id = coalesce(v.customer_id, excluded.customer_id),
             product_name = coalesce(v.product_name, excluded.product_name),
             premium = coalesce(v.premium, excluded.premium),
             currency = coalesce(v.currency, excluded.currency),
             payment_id = coalesce(v.payment_id, excluded.payment_id),
             underwriting_id = coalesce(v.underwriting_id, excluded.underwriting_id),
             subscription_reason = coalesce(v.subscription_reason, excluded.subscription_reason),
             payment_reason = coalesce(v.payment_reason, excluded.payment_reason),
             underwriting_reason = coalesce(v.underwriting_reason, excluded.underwriting_reason),
             created_at = coalesce(v.created_at, excluded.created_at),
             contracted_at = coalesce(v.contracted_at, excluded.contracted_at),
             withdrawable_until = coalesce(v.withdrawable_until, excluded.withdrawable_until),
             updated_at = greatest(v.updated_at, excluded.updated_at),
             subscription_version = greatest(v.subscription_version, excluded.subscription_version),
             payment_version = greatest(v.payment_version, excluded.payment_version),
             underwriting_version = greatest(v.underwriting_version, excluded.underwriting_version),
             underwriter_version = greatest(v.underwriter_version, excluded.underwriter_version),
             facts = v.facts + excluded.facts
      """;

  private static final Comparator<Fact> BY_KEY =
      Comparator.comparingLong((Fact fact) -> fact.event().subscriptionId())
          .thenComparing(Fact::source)
          .thenComparingLong(fact -> fact.event().version());

  private FactSql() {}

  /** Stores the facts and merges the new ones, inside the caller's transaction. */
  static Future<Void> apply(SqlClient tx, Collection<Fact> facts) {
    // Every transaction takes its locks in the same order, to avoid deadlocks.
    List<Fact> ordered = facts.stream().sorted(BY_KEY).toList();
    return tx.preparedQuery(REMEMBER)
        .execute(Tuple.of(new JsonArray(ordered.stream().map(FactSql::timelineRow).toList())))
        .compose(news -> merge(tx, onlyNew(ordered, news)));
  }

  private static Future<Void> merge(SqlClient tx, Collection<Fact> news) {
    if (news.isEmpty()) return Future.succeededFuture();
    List<JsonObject> rows = Fold.fold(news).stream().map(RowSql::write).toList();
    return tx.preparedQuery(MERGE).execute(Tuple.of(new JsonArray(rows))).mapEmpty();
  }

  /** A fact that occurs twice in one batch is stored once and counts once. */
  private static Collection<Fact> onlyNew(List<Fact> facts, RowSet<Row> remembered) {
    Set<Fact.Key> keys = new HashSet<>();
    for (Row row : remembered) {
      keys.add(
          new Fact.Key(
              row.getLong("subscription_id"),
              Source.labelled(row.getString("source")),
              row.getLong("version")));
    }
    Map<Fact.Key, Fact> news =
        facts.stream()
            .filter(fact -> keys.contains(fact.key()))
            .collect(Collectors.toMap(Fact::key, Function.identity(), (first, repeat) -> first));
    return news.values();
  }

  private static JsonObject timelineRow(Fact fact) {
    JsonObject detail = Json.object(fact.event());
    detail.remove("subscriptionId");
    detail.remove("version");
    detail.getMap().values().removeIf(value -> value == null);
    return new JsonObject()
        .put("subscription_id", fact.event().subscriptionId())
        .put("source", fact.source().label())
        .put("version", fact.event().version())
        .put("type", fact.type())
        .put("at", fact.at().toString())
        .put("detail", detail);
  }
}
