package insurancecontract.payment.adapter.postgres;

import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentStatus;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;

/** Payments as rows, and back. */
final class PaymentRows {
  /**
   * What {@link #read} reads, each by its name: a statement that is prepared fails once its answer
   * would have the further column that a newer version adds.
   */
  static final String COLUMNS =
      """
      subscription_id, payment_id, version, status, customer_id, amount, currency, reason,
             parked_reason, parked_at, settled_by, created_at, updated_at""";

  private PaymentRows() {}

  /** A payment of the row with its columns. */
  static Payment read(Row row) {
    Long amount = row.getLong("amount");
    return new Payment(
        row.getLong("subscription_id"),
        row.getLong("payment_id"),
        row.getLong("version"),
        PaymentStatus.valueOf(row.getString("status")),
        amount == null
            ? null
            : new Terms(row.getString("customer_id"), amount, row.getString("currency")),
        row.getString("reason"),
        row.getString("parked_reason"),
        instant(row, "parked_at"),
        row.getString("settled_by"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  /** All changes as one parameter, ordered as every transaction orders its locks. */
  static JsonArray write(List<Change> changes) {
    JsonArray rows = new JsonArray();
    changes.stream()
        .sorted(Comparator.comparingLong((Change change) -> change.after().subscriptionId()))
        .forEach(change -> rows.add(write(change)));
    return rows;
  }

  private static JsonObject write(Change change) {
    Payment after = change.after();
    Terms terms = after.terms();
    return new JsonObject()
        .put("subscription_id", after.subscriptionId())
        .put("payment_id", after.paymentId())
        .put("version_before", change.before().version())
        .put("version", after.version())
        .put("status", after.status().name())
        .put("customer_id", terms == null ? null : terms.customerId())
        .put("amount", terms == null ? null : terms.amount())
        .put("currency", terms == null ? null : terms.currency())
        .put("reason", after.reason())
        .put("parked_reason", after.parkedReason())
        .put("parked_at", text(after.parkedAt()))
        .put("settled_by", after.settledBy())
        .put("created_at", text(after.createdAt()))
        .put("updated_at", text(after.updatedAt()))
        .put("traceparent", change.traceparent())
        .put("next_attempt_at", text(change.dueAt()));
  }

  private static String text(Instant at) {
    return at == null ? null : at.toString();
  }
}
