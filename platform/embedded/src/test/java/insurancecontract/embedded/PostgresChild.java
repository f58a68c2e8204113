package insurancecontract.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** A process that has a PostgreSQL and waits to be killed. */
final class PostgresChild {
  private PostgresChild() {}

  public static void main(String[] arguments) throws Exception {
    boolean throwAway = arguments[0].equals("throw away");
    EmbeddedPostgres postgres =
        throwAway ? EmbeddedPostgres.throwAway() : EmbeddedPostgres.start(Path.of(arguments[0]));
    Path home = postgres.log().getParent();
    Database app = postgres.createDatabase("app", "app", "secret");
    try (Connection connection =
            DriverManager.getConnection(app.jdbcUrl(), app.user(), app.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (word text)");
      statement.execute("insert into kept values ('before the kill')");
    }
    ChildJvm.say("scratch " + home.getParent());
    ChildJvm.say(
        "postgres " + Files.readAllLines(home.resolve("data").resolve("postmaster.pid")).get(0));
    Thread.currentThread().join();
  }
}
