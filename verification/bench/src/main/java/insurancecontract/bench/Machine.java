package insurancecontract.bench;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the machine itself can do in the same run: a yardstick that other machines have, too. */
final class Machine {
  private static final int WRITERS = 16;
  private static final String ROLE = "bench";

  private Machine() {}

  /** Transactions a second of two rows each, committed to the disk, by concurrent writers. */
  static double durableTransactions(Duration measured) {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.throwAway()) {
      Database database = postgres.createDatabase(ROLE, ROLE, ROLE);
      try (Connection connection = connect(database);
          Statement statement = connection.createStatement()) {
        statement.execute("create table first (id bigserial primary key, text text)");
        statement.execute("create table second (id bigserial primary key, text text)");
      }
      long end = System.nanoTime() + measured.toNanos();
      List<Callable<Long>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) writers.add(() -> write(database, end));
      long transactions = 0;
      for (Future<Long> writer : threads.invokeAll(writers)) transactions += writer.get();
      return transactions / (measured.toMillis() / 1_000.0);
    } catch (SQLException | ExecutionException e) {
      throw new IllegalStateException("the database of the yardstick fails: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static long write(Database database, long end) throws SQLException {
    long transactions = 0;
    try (Connection connection = connect(database);
        PreparedStatement first =
            connection.prepareStatement("insert into first (text) values (?)");
        PreparedStatement second =
            connection.prepareStatement("insert into second (text) values (?)")) {
      connection.setAutoCommit(false);
      first.setString(1, "x".repeat(200));
      second.setString(1, "x".repeat(200));
      while (System.nanoTime() < end) {
        first.executeUpdate();
        second.executeUpdate();
        connection.commit();
        transactions++;
      }
    }
    return transactions;
  }
}
