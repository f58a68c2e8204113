package insurancecontract.operations.audit;

import insurancecontract.embedded.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** The four databases of a platform. */
public record Databases(
    Database subscription, Database payment, Database underwriting, Database view) {
  /** By the services' names. */
  public static Databases of(Map<String, Database> byService) {
    return new Databases(
        byService.get("subscription"),
        byService.get("payment"),
        byService.get("underwriting"),
        byService.get("view"));
  }

  static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
