package insurancecontract.subscription.adapter.postgres;

import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.domain.ContractTerms;
import insurancecontract.subscription.domain.Header;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.Subscription.CancelRequested;
import insurancecontract.subscription.domain.Subscription.Cancelled;
import insurancecontract.subscription.domain.Subscription.Contracted;
import insurancecontract.subscription.domain.Subscription.HasCase;
import insurancecontract.subscription.domain.Subscription.HasContract;
import insurancecontract.subscription.domain.Subscription.HasPayment;
import insurancecontract.subscription.domain.Subscription.HasReason;
import insurancecontract.subscription.domain.Subscription.Paid;
import insurancecontract.subscription.domain.Subscription.PaymentFailed;
import insurancecontract.subscription.domain.Subscription.PendingPayment;
import insurancecontract.subscription.domain.Subscription.Refused;
import insurancecontract.subscription.domain.Subscription.Underwriting;
import insurancecontract.subscription.domain.Subscription.WithdrawRequested;
import insurancecontract.subscription.domain.Subscription.Withdrawn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;

/** Maps applications to and from the columns of their rows. */
final class SubscriptionRows {
  private SubscriptionRows() {}

  static Subscription read(Row row) {
    Header header = header(row);
    return switch (SubscriptionStatus.valueOf(row.getString("status"))) {
      case PENDING_PAYMENT -> new PendingPayment(header);
      case PAID -> new Paid(header, paymentId(row));
      case UNDERWRITING -> new Underwriting(header, paymentId(row), caseId(row));
      case CONTRACTED -> new Contracted(header, paymentId(row), caseId(row), terms(row));
      case REFUSED -> new Refused(header, paymentId(row), caseId(row), row.getString("reason"));
      case CANCEL_REQUESTED -> new CancelRequested(header, paymentId(row));
      case CANCELLED -> new Cancelled(header, paymentId(row));
      case WITHDRAW_REQUESTED ->
          new WithdrawRequested(header, paymentId(row), caseId(row), terms(row));
      case WITHDRAWN -> new Withdrawn(header, paymentId(row), caseId(row), terms(row));
      case PAYMENT_FAILED -> new PaymentFailed(header, failure(row), row.getString("reason"));
    };
  }

  private static Header header(Row row) {
    return new Header(
        row.getLong("id"),
        row.getLong("version"),
        row.getString("customer_id"),
        new Product(
            row.getString("product_name"), row.getLong("premium"), row.getString("currency")),
        instant(row, "created_at"));
  }

  private static long paymentId(Row row) {
    return row.getLong("payment_id");
  }

  private static long caseId(Row row) {
    return row.getLong("underwriting_id");
  }

  private static ContractTerms terms(Row row) {
    return new ContractTerms(instant(row, "contracted_at"), instant(row, "withdrawable_until"));
  }

  private static PaymentFailure failure(Row row) {
    return PaymentFailure.valueOf(row.getString("failure"));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  /** New rows, each with its place in the list, since a set of rows has no order. */
  static JsonArray openings(List<Opening> openings) {
    JsonArray rows = new JsonArray();
    for (int place = 0; place < openings.size(); place++) {
      rows.add(opening(openings.get(place), place));
    }
    return rows;
  }

  private static JsonObject opening(Opening opening, int place) {
    // Its number is taken from the sequence by the statement.
    PendingPayment fresh = opening.numbered(0);
    JsonObject row =
        new JsonObject()
            .put("place", place)
            .put("version", fresh.version())
            .put("status", fresh.status().name())
            .put("customer_id", opening.customerId())
            .put("product_name", opening.product().productName())
            .put("premium", opening.product().premium())
            .put("currency", opening.product().currency())
            .put("created_at", opening.at().toString());
    if (opening.key() != null) {
      row.put("request_key", opening.key().key())
          .put("body_hash", opening.bodyHash())
          .put("expires_at", opening.keyUntil().toString());
    }
    return row;
  }

  /** The columns of a row that can change; those without a value are null. */
  static JsonObject changed(Subscription now) {
    JsonObject row =
        new JsonObject()
            .put("id", now.id())
            .put("version", now.version())
            .put("status", now.status().name());
    if (now instanceof HasPayment it) row.put("payment_id", it.paymentId());
    if (now instanceof HasCase it) row.put("underwriting_id", it.underwritingId());
    if (now instanceof HasReason it) row.put("reason", it.reason());
    if (now instanceof PaymentFailed it) row.put("failure", it.failure().name());
    if (now instanceof HasContract it) {
      row.put("contracted_at", it.terms().contractedAt().toString())
          .put("withdrawable_until", it.terms().withdrawableUntil().toString());
    }
    return row;
  }
}
