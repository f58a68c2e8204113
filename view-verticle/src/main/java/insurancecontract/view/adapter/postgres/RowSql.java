package insurancecontract.view.adapter.postgres;

import insurancecontract.view.projection.PaymentPart;
import insurancecontract.view.projection.SubscriptionPart;
import insurancecontract.view.projection.UnderwritingPart;
import insurancecontract.view.projection.ViewRow;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** Maps a view row to and from its columns. */
final class RowSql {
  private static final String FIND =
      """
      select subscription_id, subscription_status, customer_id, product_name, premium, currency,
             payment_id, payment_status, underwriting_id, underwriting_status, underwriter_id,
             subscription_reason, payment_reason, underwriting_reason,
             created_at, contracted_at, withdrawable_until, updated_at,
             subscription_version, payment_version, underwriting_version, underwriter_version,
             facts, generation
        from subscription_view
       where subscription_id = any($1)
       order by subscription_id
      """;

  private RowSql() {}

  /** The existing rows of these subscriptions. */
  static Future<List<ViewRow>> find(SqlClient client, Collection<Long> ids) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(ids.toArray(Long[]::new)))
        .map(RowSql::readAll);
  }

  static List<ViewRow> readAll(Iterable<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(RowSql::read).toList();
  }

  static ViewRow read(Row row) {
    return new ViewRow(
        row.getLong("subscription_id"),
        new SubscriptionPart(
            row.getLong("subscription_version"),
            row.getString("subscription_status"),
            row.getString("customer_id"),
            row.getString("product_name"),
            row.getLong("premium"),
            row.getString("currency"),
            row.getString("subscription_reason"),
            instant(row, "created_at"),
            instant(row, "contracted_at"),
            instant(row, "withdrawable_until")),
        new PaymentPart(
            row.getLong("payment_version"),
            row.getString("payment_status"),
            row.getLong("payment_id"),
            row.getString("payment_reason")),
        new UnderwritingPart(
            row.getLong("underwriting_version"),
            row.getString("underwriting_status"),
            row.getLong("underwriting_id"),
            row.getLong("underwriter_version"),
            row.getLong("underwriter_id"),
            row.getString("underwriting_reason")),
        instant(row, "updated_at"),
        row.getLong("facts"),
        row.getLong("generation"));
  }

  static Instant instant(Row row, String column) {
    OffsetDateTime moment = row.getOffsetDateTime(column);
    return moment == null ? null : moment.toInstant();
  }

  /** The columns of a row, without its generation: that is the table's. */
  static JsonObject write(ViewRow row) {
    SubscriptionPart subscription = row.subscription();
    PaymentPart payment = row.payment();
    UnderwritingPart underwriting = row.underwriting();
    return new JsonObject()
        .put("subscription_id", row.subscriptionId())
        .put("subscription_status", subscription.status())
        .put("customer_id", subscription.customerId())
        .put("product_name", subscription.productName())
        .put("premium", subscription.premium())
        .put("currency", subscription.currency())
        .put("payment_id", payment.paymentId())
        .put("payment_status", payment.status())
        .put("underwriting_id", underwriting.underwritingId())
        .put("underwriting_status", underwriting.status())
        .put("underwriter_id", underwriting.underwriterId())
        .put("subscription_reason", subscription.reason())
        .put("payment_reason", payment.reason())
        .put("underwriting_reason", underwriting.reason())
        .put("created_at", text(subscription.createdAt()))
        .put("contracted_at", text(subscription.contractedAt()))
        .put("withdrawable_until", text(subscription.withdrawableUntil()))
        .put("updated_at", text(row.updatedAt()))
        .put("subscription_version", subscription.version())
        .put("payment_version", payment.version())
        .put("underwriting_version", underwriting.version())
        .put("underwriter_version", underwriting.underwriterVersion())
        .put("facts", row.facts());
  }

  private static String text(Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
