package insurancecontract.underwriting.adapter.postgres;

import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.CaseStatus;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A case as its table's row, written by hand in both directions. */
final class CaseRow {
  private CaseRow() {}

  static List<UnderwritingCase> readAll(RowSet<Row> rows) {
    List<UnderwritingCase> cases = new ArrayList<>(rows.size());
    rows.forEach(row -> cases.add(read(row)));
    return cases;
  }

  private static UnderwritingCase read(Row row) {
    return new UnderwritingCase(
        row.getLong("underwriting_id"),
        row.getLong("subscription_id"),
        row.getLong("version"),
        CaseStatus.valueOf(row.getString("status")),
        application(row),
        number(row.getLong("underwriter_id")),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("decided_by")),
        instant(row, "registered_at"),
        instant(row, "assigned_at"),
        instant(row, "decided_at"));
  }

  private static Optional<Application> application(Row row) {
    String customerId = row.getString("customer_id");
    if (customerId == null) return Optional.empty();
    return Optional.of(
        new Application(
            customerId,
            row.getString("product_name"),
            row.getLong("premium"),
            row.getString("currency"),
            row.getLong("payment_id")));
  }

  private static OptionalLong number(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  static JsonArray writeAll(List<UnderwritingCase> cases) {
    JsonArray rows = new JsonArray();
    cases.forEach(each -> rows.add(write(each)));
    return rows;
  }

  private static JsonObject write(UnderwritingCase each) {
    JsonObject row =
        new JsonObject()
            .put("underwriting_id", each.underwritingId())
            .put("version", each.version())
            .put("status", each.status().name())
            .put("subscription_id", each.subscriptionId());
    each.application().ifPresent(application -> write(application, row));
    each.underwriterId().ifPresent(id -> row.put("underwriter_id", id));
    each.reason().ifPresent(reason -> row.put("reason", reason));
    each.decidedBy().ifPresent(name -> row.put("decided_by", name));
    each.registeredAt().ifPresent(at -> row.put("registered_at", at.toString()));
    each.assignedAt().ifPresent(at -> row.put("assigned_at", at.toString()));
    each.decidedAt().ifPresent(at -> row.put("decided_at", at.toString()));
    return row;
  }

  private static void write(Application application, JsonObject row) {
    row.put("customer_id", application.customerId())
        .put("product_name", application.productName())
        .put("premium", application.premium())
        .put("currency", application.currency())
        .put("payment_id", application.paymentId());
  }
}
