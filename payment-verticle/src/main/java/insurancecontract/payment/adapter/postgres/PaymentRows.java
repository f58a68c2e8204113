package insurancecontract.payment.adapter.postgres;

import insurancecontract.chassis.decision.Change;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.Payment.Approved;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Declined;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Header;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.Payment.Tombstone;
import insurancecontract.payment.domain.Payment.Unpaid;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Payments as rows, and back. */
final class PaymentRows {
  /**
   * The columns of a payment's state. Statements name each: a prepared one fails when its result
   * gains a column that a newer version adds.
   */
  static final String COLUMNS =
      """
      subscription_id, payment_id, version, status, customer_id, amount, currency, reason,
             parked_reason, parked_at, settled_by, created_at, updated_at""";

  private PaymentRows() {}

  /** The same columns, of this table. */
  static String columnsOf(String table) {
    return COLUMNS.replaceAll("\\w+", table + ".$0");
  }

  /** The payment of a row with these columns. */
  static Existing read(Row row) {
    Header header =
        new Header(
            row.getLong("subscription_id"),
            row.getLong("payment_id"),
            row.getLong("version"),
            row.getOffsetDateTime("created_at").toInstant(),
            row.getOffsetDateTime("updated_at").toInstant());
    String reason = row.getString("reason");
    return switch (PaymentStatus.valueOf(row.getString("status"))) {
      case REQUESTED -> new Requested(header, terms(row));
      case APPROVED -> new Approved(header, terms(row));
      case DECLINED -> new Declined(header, terms(row), reason);
      case CANCELLING -> cancelling(header, row);
      case CANCELLED ->
          new Cancelled(
              header, terms(row), reason, Optional.ofNullable(row.getString("settled_by")));
      case VOID -> new Tombstone(header, knownTerms(row), reason);
    };
  }

  private static Existing cancelling(Header header, Row row) {
    OffsetDateTime parkedAt = row.getOffsetDateTime("parked_at");
    String reason = row.getString("reason");
    return parkedAt == null
        ? new Cancelling(header, terms(row), reason)
        : new Parked(
            header, terms(row), reason, row.getString("parked_reason"), parkedAt.toInstant());
  }

  private static Optional<Terms> knownTerms(Row row) {
    return row.getLong("amount") == null ? Optional.empty() : Optional.of(terms(row));
  }

  private static Terms terms(Row row) {
    return new Terms(
        row.getString("customer_id"), row.getLong("amount"), row.getString("currency"));
  }

  /** New rows and changed ones, each in the order in which every transaction takes its locks. */
  static Tuple write(List<Change<Payment, PaymentEvent>> changes, WorkPace pace) {
    JsonArray added = new JsonArray();
    JsonArray changed = new JsonArray();
    changes.stream()
        .sorted(Comparator.comparingLong(change -> change.after().subscriptionId()))
        .forEach(
            change ->
                (change.before() instanceof Absent ? added : changed).add(write(change, pace)));
    return Tuple.of(added, changed);
  }

  private static JsonObject write(Change<Payment, PaymentEvent> change, WorkPace pace) {
    Existing after = (Existing) change.after();
    return write(after)
        .put("traceparent", change.traceparent())
        .put("next_attempt_at", pace.dueAt(after).map(Instant::toString).orElse(null));
  }

  /** The columns that the state fills; the others are null. */
  private static JsonObject write(Existing after) {
    Header header = after.header();
    JsonObject row =
        new JsonObject()
            .put("subscription_id", header.subscriptionId())
            .put("payment_id", header.paymentId())
            .put("version", header.version())
            .put("status", after.status().name())
            .put("created_at", header.createdAt().toString())
            .put("updated_at", header.updatedAt().toString());
    after.knownTerms().ifPresent(terms -> write(row, terms));
    if (after instanceof Unpaid s) row.put("reason", s.reason());
    if (after instanceof Parked s) {
      row.put("parked_reason", s.parkedReason()).put("parked_at", s.parkedAt().toString());
    }
    if (after instanceof Cancelled s) row.put("settled_by", s.settledBy().orElse(null));
    return row;
  }

  private static void write(JsonObject row, Terms terms) {
    row.put("customer_id", terms.customerId())
        .put("amount", terms.amount())
        .put("currency", terms.currency());
  }
}
