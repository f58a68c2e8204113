package insurancecontract.subscription.adapter.postgres;

import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;

/** The stored shape of an application, to and from the columns of its row. */
final class SubscriptionRows {
  private SubscriptionRows() {}

  static Subscription read(Row row) {
    String failure = row.getString("failure");
    return new Subscription(
        row.getLong("id"),
        row.getLong("version"),
        SubscriptionStatus.valueOf(row.getString("status")),
        row.getString("customer_id"),
        new Product(
            row.getString("product_name"), row.getLong("premium"), row.getString("currency")),
        instant(row, "created_at"),
        row.getLong("payment_id"),
        row.getLong("underwriting_id"),
        failure == null ? null : PaymentFailure.valueOf(failure),
        row.getString("reason"),
        instant(row, "contracted_at"),
        instant(row, "withdrawable_until"));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  /** New rows, each with its place in the list, since a set of rows has no order of its own. */
  static JsonArray openings(List<Opening> openings) {
    JsonArray rows = new JsonArray();
    for (int place = 0; place < openings.size(); place++) {
      rows.add(opening(openings.get(place), place));
    }
    return rows;
  }

  private static JsonObject opening(Opening opening, int place) {
    Subscription draft = opening.draft();
    JsonObject row =
        new JsonObject()
            .put("place", place)
            .put("version", draft.version())
            .put("status", draft.status().name())
            .put("customer_id", draft.customerId())
            .put("product_name", draft.product().productName())
            .put("premium", draft.product().premium())
            .put("currency", draft.product().currency())
            .put("created_at", draft.createdAt().toString());
    if (opening.key() != null) {
      row.put("request_key", opening.key().key())
          .put("body_hash", opening.bodyHash())
          .put("expires_at", opening.keyUntil().toString());
    }
    return row;
  }

  /** What can change of a row. */
  static JsonArray changed(Collection<Subscription> subscriptions) {
    JsonArray rows = new JsonArray();
    subscriptions.forEach(subscription -> rows.add(changed(subscription)));
    return rows;
  }

  private static JsonObject changed(Subscription now) {
    return new JsonObject()
        .put("id", now.id())
        .put("version", now.version())
        .put("status", now.status().name())
        .put("payment_id", now.paymentId())
        .put("underwriting_id", now.underwritingId())
        .put("failure", now.failure() == null ? null : now.failure().name())
        .put("reason", now.reason())
        .put("contracted_at", text(now.contractedAt()))
        .put("withdrawable_until", text(now.withdrawableUntil()));
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }
}
