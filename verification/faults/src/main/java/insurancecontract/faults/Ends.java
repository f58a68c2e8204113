package insurancecontract.faults;

import insurancecontract.embedded.Database;
import insurancecontract.launch.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where each application has got to. Those that nobody but a person can move on are at an end, too:
 * one that an underwriter has to decide, and one whose refund is parked.
 */
final class Ends {
  private static final Set<String> FINAL =
      Set.of("CONTRACTED", "REFUSED", "CANCELLED", "WITHDRAWN", "PAYMENT_FAILED");
  private static final String WITH_AN_UNDERWRITER = "UNDERWRITING";
  private static final String STATUSES = "select id, status from subscription";
  private static final String PARKED =
      "select subscription_id from payment where parked_at is not null";

  private final Map<Long, String> statuses = new HashMap<>();
  private final Set<Long> parked = new HashSet<>();

  private Ends() {}

  static Ends of(Map<String, Database> databases) {
    var ends = new Ends();
    read(
        databases.get(Services.SUBSCRIPTION),
        STATUSES,
        row -> ends.statuses.put(row.getLong(1), row.getString(2)));
    read(databases.get(Services.PAYMENT), PARKED, row -> ends.parked.add(row.getLong(1)));
    return ends;
  }

  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private static void read(Database database, String query, Reader each) {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) each.read(rows);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number that a query of one row and column finds. */
  static long count(Database database, String query) {
    long[] count = new long[1];
    read(database, query, row -> count[0] = row.getLong(1));
    return count[0];
  }

  Map<String, Integer> byStatus() {
    Map<String, Integer> counts = new TreeMap<>();
    statuses.forEach(
        (id, status) ->
            counts.merge(status + (parked.contains(id) ? ", refund parked" : ""), 1, Integer::sum));
    return counts;
  }

  /** Those that stay where they are though nobody is waited for. */
  List<String> unfinished() {
    List<String> found = new ArrayList<>();
    statuses.forEach(
        (id, status) -> {
          boolean ended = FINAL.contains(status) || status.equals(WITH_AN_UNDERWRITER);
          if (!ended && !parked.contains(id)) found.add("subscription " + id + " stays " + status);
        });
    return found;
  }

  /** Those that were accepted and are none. */
  List<String> missing(List<Long> accepted) {
    List<String> found = new ArrayList<>();
    for (long id : accepted) {
      String status = statuses.get(id);
      if (status == null || status.equals("PAYMENT_FAILED")) {
        found.add("subscription " + id + " was accepted and is " + status);
      }
    }
    return found;
  }
}
