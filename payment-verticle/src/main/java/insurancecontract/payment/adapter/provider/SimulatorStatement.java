package insurancecontract.payment.adapter.provider;

import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.ProviderStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statement of the built-in provider, read from payment's database over a connection of the
 * reader, so that it can be read in one transaction with the payments.
 */
public final class SimulatorStatement implements ProviderStatement {
  private static final int PAGE = 1_000;

  private static final String READ =
      """
      select key, line, type, amount, currency, at
        from simulator_statement
       where (key, line) > (?, ?)
       order by key, line
       limit %d
      """
          .formatted(PAGE);

  /** Where a page begins: after this line. */
  private record Cursor(long key, long line) {
    static Cursor of(Optional<String> text) {
      if (text.isEmpty()) return new Cursor(Long.MIN_VALUE, 0);
      String[] parts = text.get().split("/", 2);
      return new Cursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
      return key + "/" + line;
    }
  }

  private final Connection payment;

  /** Reads over this connection to payment's database. */
  public SimulatorStatement(Connection payment) {
    this.payment = payment;
  }

  @Override
  public Page page(Optional<String> cursor) {
    Cursor after = Cursor.of(cursor);
    try (PreparedStatement statement = payment.prepareStatement(READ)) {
      statement.setLong(1, after.key());
      statement.setLong(2, after.line());
      List<Movement> movements = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          movements.add(movement(rows));
          after = new Cursor(rows.getLong("key"), rows.getLong("line"));
        }
      }
      return new Page(
          movements, movements.size() < PAGE ? Optional.empty() : Optional.of(after.toString()));
    } catch (SQLException e) {
      throw new ProviderFailed("the simulator's statement cannot be read: " + e.getMessage());
    }
  }

  private static Movement movement(ResultSet row) throws SQLException {
    return new Movement(
        row.getLong("key"),
        Type.valueOf(row.getString("type")),
        row.getLong("amount"),
        row.getString("currency"),
        row.getTimestamp("at").toInstant());
  }
}
