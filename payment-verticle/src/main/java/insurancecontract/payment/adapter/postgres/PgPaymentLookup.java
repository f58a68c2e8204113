package insurancecontract.payment.adapter.postgres;

import insurancecontract.payment.application.PaymentLookup;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payments in PostgreSQL, for reading. */
public final class PgPaymentLookup implements PaymentLookup {
  private static final String LISTED =
      "select " + PaymentRows.COLUMNS + ", attempts, last_error\n  from payment\n";

  private static final String FIND = LISTED + " where payment_id = $1";

  private static final String PAGE =
      LISTED
          + """
       where payment_id < $1
       order by payment_id desc
       limit $2
      """;

  private static final String PAGE_OF_CUSTOMER =
      LISTED
          + """
       where payment_id < $1
         and customer_id = $3
       order by payment_id desc
       limit $2
      """;

  private final Pool pool;

  /** Payments behind this pool. */
  public PgPaymentLookup(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Optional<Listed>> find(long paymentId) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(paymentId))
        .map(rows -> read(rows).stream().findFirst());
  }

  @Override
  public Future<List<Listed>> page(Filter filter, int limit, Long before) {
    long below = before == null ? Long.MAX_VALUE : before;
    Tuple parameters =
        filter.customerId() == null
            ? Tuple.of(below, limit)
            : Tuple.of(below, limit, filter.customerId());
    return pool.preparedQuery(query(filter)).execute(parameters).map(PgPaymentLookup::read);
  }

  /** A statement for each filter, so that each is answered from its own index. */
  private static String query(Filter filter) {
    return filter.customerId() == null ? PAGE : PAGE_OF_CUSTOMER;
  }

  private static List<Listed> read(RowSet<Row> rows) {
    List<Listed> listed = new ArrayList<>(rows.size());
    rows.forEach(
        row ->
            listed.add(
                new Listed(
                    PaymentRows.read(row),
                    row.getInteger("attempts"),
                    row.getString("last_error"))));
    return listed;
  }
}
