package insurancecontract.operations.audit;

import static insurancecontract.operations.audit.Rows.instant;
import static insurancecontract.operations.audit.Rows.number;

import insurancecontract.audit.Audit;
import insurancecontract.audit.CaseFact;
import insurancecontract.audit.Dossier;
import insurancecontract.audit.PaymentFact;
import insurancecontract.audit.ProviderBooks;
import insurancecontract.audit.SubscriptionFact;
import insurancecontract.audit.ViewFact;
import insurancecontract.embedded.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Audits the services' databases and the provider's statement as they are: reads all of them side
 * by side in the order of the subscriptions, so memory does not grow with their number.
 */
final class LiveAudit {
  private static final String SUBSCRIPTIONS =
      """
      select id, version, status, customer_id, product_name, premium, currency, payment_id,
             underwriting_id, reason, created_at, contracted_at, withdrawable_until
        from subscription
       order by id
      """;

  private static final String PAYMENTS =
      """
      select subscription_id, payment_id, version, status, amount, currency, reason,
             parked_at is not null as parked, settled_by is not null as settled
        from payment
       order by subscription_id
      """;

  private static final String CASES =
      """
      select subscription_id, underwriting_id, version, status, underwriter_id, reason
        from underwriting_case
       order by subscription_id
      """;

  private static final String VIEWS =
      """
      select subscription_id, subscription_status, customer_id, product_name, premium, currency,
             payment_id, payment_status, underwriting_id, underwriting_status, underwriter_id,
             subscription_reason, payment_reason, underwriting_reason, created_at, contracted_at,
             withdrawable_until
        from subscription_view
       order by subscription_id
      """;

  private static final String PARKED_MESSAGES =
      """
      select distinct subject
        from parked
       where status = 'WAITING'
         and kind = 'message'
         and subject is not null
      """;

  private LiveAudit() {}

  /** Reads everything once; a database ends the transaction after {@code readingMax}. */
  static Audit run(Databases databases, Statements statements, Duration readingMax)
      throws SQLException {
    try (Connection subscription = snapshot(databases.subscription(), readingMax);
        Connection payment = snapshot(databases.payment(), readingMax);
        Connection underwriting = snapshot(databases.underwriting(), readingMax);
        Connection view = snapshot(databases.view(), readingMax);
        var subscriptions = Rows.of(subscription, SUBSCRIPTIONS, LiveAudit::subscription);
        var payments = Rows.of(payment, PAYMENTS, LiveAudit::payment);
        var cases = Rows.of(underwriting, CASES, LiveAudit::underwritingCase);
        var views = Rows.of(view, VIEWS, LiveAudit::view)) {
      Optional<Movements> books = Movements.of(statements.open(payment));
      List<BySubscription<?>> all = new ArrayList<>(List.of(subscriptions, payments, cases, views));
      books.ifPresent(all::add);
      Set<Long> messageParked = subjects(subscription, payment, underwriting, view);
      var audit = new Audit();
      OptionalLong id = first(all);
      while (id.isPresent()) {
        long subscriptionId = id.getAsLong();
        audit.add(
            new Dossier(
                subscriptionId,
                subscriptions.take(subscriptionId).stream().findFirst(),
                payments.take(subscriptionId),
                cases.take(subscriptionId),
                views.take(subscriptionId).stream().findFirst(),
                books.map(it -> new ProviderBooks(it.take(subscriptionId))),
                messageParked.contains(subscriptionId)));
        id = first(all);
      }
      return audit;
    }
  }

  private static OptionalLong first(List<BySubscription<?>> all) throws SQLException {
    OptionalLong least = OptionalLong.empty();
    for (BySubscription<?> facts : all) {
      OptionalLong next = facts.next();
      if (least.isEmpty() || (next.isPresent() && next.getAsLong() < least.getAsLong())) {
        least = next;
      }
    }
    return least;
  }

  /** Everything is read from one snapshot of a database; a cursor needs a transaction anyway. */
  private static Connection snapshot(Database database, Duration readingMax) throws SQLException {
    Connection connection = Databases.connect(database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction_timeout = " + readingMax.toMillis());
    }
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return connection;
  }

  /** The subscriptions with a message that waits for a person at any service; usually few. */
  private static Set<Long> subjects(Connection... services) throws SQLException {
    Set<Long> subjects = new HashSet<>();
    for (Connection service : services) {
      try (Statement statement = service.createStatement();
          ResultSet result = statement.executeQuery(PARKED_MESSAGES)) {
        while (result.next()) subjects.add(result.getLong(1));
      }
    }
    return subjects;
  }

  private static SubscriptionFact subscription(ResultSet row) throws SQLException {
    return new SubscriptionFact(
        row.getLong("id"),
        row.getLong("version"),
        row.getString("status"),
        row.getString("customer_id"),
        row.getString("product_name"),
        row.getLong("premium"),
        row.getString("currency"),
        number(row, "payment_id"),
        number(row, "underwriting_id"),
        row.getString("reason"),
        instant(row, "created_at"),
        instant(row, "contracted_at"),
        instant(row, "withdrawable_until"));
  }

  private static PaymentFact payment(ResultSet row) throws SQLException {
    return new PaymentFact(
        row.getLong("subscription_id"),
        row.getLong("payment_id"),
        row.getLong("version"),
        row.getString("status"),
        number(row, "amount"),
        row.getString("currency"),
        row.getString("reason"),
        row.getBoolean("parked"),
        row.getBoolean("settled"));
  }

  private static CaseFact underwritingCase(ResultSet row) throws SQLException {
    return new CaseFact(
        row.getLong("subscription_id"),
        row.getLong("underwriting_id"),
        row.getLong("version"),
        row.getString("status"),
        number(row, "underwriter_id"),
        row.getString("reason"));
  }

  private static ViewFact view(ResultSet row) throws SQLException {
    return new ViewFact(
        row.getLong("subscription_id"),
        row.getString("subscription_status"),
        row.getString("customer_id"),
        row.getString("product_name"),
        number(row, "premium"),
        row.getString("currency"),
        number(row, "payment_id"),
        row.getString("payment_status"),
        number(row, "underwriting_id"),
        row.getString("underwriting_status"),
        number(row, "underwriter_id"),
        row.getString("subscription_reason"),
        row.getString("payment_reason"),
        row.getString("underwriting_reason"),
        instant(row, "created_at"),
        instant(row, "contracted_at"),
        instant(row, "withdrawable_until"));
  }
}
