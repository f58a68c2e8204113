package insurancecontract.operations.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The rows of one table in the order of their subscriptions, a few at a time in memory. */
final class Rows<T> implements BySubscription<T>, AutoCloseable {
  private static final int FETCH = 1_000;

  /** Makes a fact of the current row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Statement statement;
  private final ResultSet result;
  private final Reader<T> reader;
  private boolean more;

  private Rows(Statement statement, ResultSet result, Reader<T> reader) {
    this.statement = statement;
    this.result = result;
    this.reader = reader;
  }

  /** The query's first column is the subscription id, and it is ordered by it. */
  static <T> Rows<T> of(Connection connection, String query, Reader<T> reader) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCH);
    var rows = new Rows<>(statement, statement.executeQuery(query), reader);
    rows.advance();
    return rows;
  }

  @Override
  public OptionalLong next() throws SQLException {
    return more ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
  }

  @Override
  public List<T> take(long subscriptionId) throws SQLException {
    List<T> taken = new ArrayList<>(1);
    while (more && result.getLong(1) == subscriptionId) {
      taken.add(reader.read(result));
      advance();
    }
    return taken;
  }

  static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  private void advance() throws SQLException {
    more = result.next();
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
