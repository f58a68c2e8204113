package insurancecontract.underwriting.adapter.postgres;

import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.Application;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.UnderwritingCase.Approved;
import insurancecontract.underwriting.domain.UnderwritingCase.Assigned;
import insurancecontract.underwriting.domain.UnderwritingCase.Assignment;
import insurancecontract.underwriting.domain.UnderwritingCase.Closed;
import insurancecontract.underwriting.domain.UnderwritingCase.Decided;
import insurancecontract.underwriting.domain.UnderwritingCase.Header;
import insurancecontract.underwriting.domain.UnderwritingCase.OnDesk;
import insurancecontract.underwriting.domain.UnderwritingCase.Opened;
import insurancecontract.underwriting.domain.UnderwritingCase.Refused;
import insurancecontract.underwriting.domain.UnderwritingCase.Registration;
import insurancecontract.underwriting.domain.UnderwritingCase.Verdict;
import insurancecontract.underwriting.domain.UnderwritingCase.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A case as a row of its table, mapped by hand in both directions. */
final class CaseRow {
  /** Every column; named, because a new one must not change what a prepared statement returns. */
  static final String COLUMNS =
      """
      underwriting_id, version, status, subscription_id, customer_id, product_name, premium,
             currency, payment_id, underwriter_id, reason, decided_by, registered_at, assigned_at,
             decided_at""";

  private CaseRow() {}

  static List<UnderwritingCase> readAll(RowSet<Row> rows) {
    List<UnderwritingCase> cases = new ArrayList<>(rows.size());
    rows.forEach(row -> cases.add(read(row)));
    return cases;
  }

  private static UnderwritingCase read(Row row) {
    long id = row.getLong("underwriting_id");
    long subscriptionId = row.getLong("subscription_id");
    long version = row.getLong("version");
    Header header = new Header(id, subscriptionId, version);
    return switch (UnderwritingStatus.valueOf(row.getString("status"))) {
      case WAITING -> waiting(header, row);
      case ASSIGNED -> assigned(header, row);
      case APPROVED -> approved(header, row);
      case REFUSED -> refused(header, row);
      case CLOSED -> new Closed(header, opened(new Header(id, subscriptionId, version - 1), row));
    };
  }

  /** A closed case keeps the columns of the state that it was closed in. */
  private static Optional<Opened> opened(Header header, Row row) {
    if (row.getValue("registered_at") == null) return Optional.empty();
    if (row.getValue("underwriter_id") == null) return Optional.of(waiting(header, row));
    if (row.getValue("decided_by") == null) return Optional.of(assigned(header, row));
    if (row.getValue("reason") == null) return Optional.of(approved(header, row));
    return Optional.of(refused(header, row));
  }

  private static Waiting waiting(Header header, Row row) {
    return new Waiting(header, registration(row));
  }

  private static Assigned assigned(Header header, Row row) {
    return new Assigned(header, registration(row), assignment(row));
  }

  private static Approved approved(Header header, Row row) {
    return new Approved(header, registration(row), assignment(row), verdict(row));
  }

  private static Refused refused(Header header, Row row) {
    String reason = row.getString("reason");
    return new Refused(header, registration(row), assignment(row), verdict(row), reason);
  }

  private static Registration registration(Row row) {
    return new Registration(
        new Application(
            row.getString("customer_id"),
            row.getString("product_name"),
            row.getLong("premium"),
            row.getString("currency"),
            row.getLong("payment_id")),
        instant(row, "registered_at"));
  }

  private static Assignment assignment(Row row) {
    return new Assignment(row.getLong("underwriter_id"), instant(row, "assigned_at"));
  }

  private static Verdict verdict(Row row) {
    return new Verdict(row.getString("decided_by"), instant(row, "decided_at"));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
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
    each.opened().ifPresent(opened -> write(opened, row));
    return row;
  }

  private static void write(Opened opened, JsonObject row) {
    write(opened.registration(), row);
    if (opened instanceof OnDesk it) {
      row.put("underwriter_id", it.assignment().underwriterId())
          .put("assigned_at", it.assignment().at().toString());
    }
    if (opened instanceof Decided it) {
      row.put("decided_by", it.verdict().by()).put("decided_at", it.verdict().at().toString());
    }
    if (opened instanceof Refused it) row.put("reason", it.reason());
  }

  private static void write(Registration registration, JsonObject row) {
    Application application = registration.application();
    row.put("customer_id", application.customerId())
        .put("product_name", application.productName())
        .put("premium", application.premium())
        .put("currency", application.currency())
        .put("payment_id", application.paymentId())
        .put("registered_at", registration.at().toString());
  }
}
