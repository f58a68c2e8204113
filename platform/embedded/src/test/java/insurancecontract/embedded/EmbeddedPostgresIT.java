package insurancecontract.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  private static final String SECRET = "it's a \"secret\"";

  /** What a person may call a directory, and a shell would understand otherwise. */
  private static final String ODD = "우리 집의 \"data\", it's $HOME `id` [1] \\ & #1 %41; {a}";

  @TempDir private Path directory;

  @Test
  void what_is_committed_is_on_the_disk() throws SQLException {
    try (Connection connection = SharedPlatform.postgres().connect("postgres")) {
      assertThat(one(connection, "show fsync")).isEqualTo("on");
      assertThat(one(connection, "show synchronous_commit")).isEqualTo("on");
      assertThat(one(connection, "show full_page_writes")).isEqualTo("on");
    }
  }

  @Test
  void it_is_postgresql_18_that_sorts_by_code_points() throws SQLException {
    try (Connection connection = SharedPlatform.postgres().connect("postgres")) {
      assertThat(one(connection, "show server_version")).startsWith("18.");
      assertThat(
              one(
                  connection,
                  "select datlocprovider::text || ' ' || datlocale || ' ' || pg_encoding_to_char(encoding)"
                      + " from pg_database where datname = 'postgres'"))
          .isEqualTo("b C.UTF-8 UTF8");
    }
  }

  @Test
  void data_survives_a_restart() throws SQLException {
    try (var first = EmbeddedPostgres.start(directory);
        Connection connection = open(first.createDatabase("app", "app", SECRET))) {
      execute(connection, "create table kept (word text)");
      execute(connection, "insert into kept values ('보험')");
    }
    try (var second = EmbeddedPostgres.start(directory);
        Connection connection = open(second.createDatabase("app", "app", SECRET))) {
      assertThat(one(connection, "select word from kept")).isEqualTo("보험");
    }
  }

  @Test
  void the_postgres_that_a_killed_process_left_is_stopped_and_its_data_is_there() throws Exception {
    Path directory = this.directory.resolve(ODD);
    Process child = ChildJvm.start(PostgresChild.class, directory);
    long left = Long.parseLong(ChildJvm.awaitLine(child, "postgres "));
    child.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(left)).isPresent();

    try (var next = EmbeddedPostgres.start(directory);
        Connection connection = open(next.createDatabase("app", "app", SECRET))) {
      assertThat(one(connection, "select word from kept")).isEqualTo("before the kill");
      assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void a_role_reaches_its_own_database_and_no_other() throws SQLException {
    Database mine = SharedPlatform.database("mine");
    Database yours = SharedPlatform.database("yours");

    open(mine).close();
    for (String other : new String[] {yours.database(), "postgres", "template1"}) {
      var trespass = new Database(mine.host(), mine.port(), other, mine.user(), mine.password());
      assertThatThrownBy(() -> open(trespass))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied for database");
    }
  }

  @Test
  void nobody_comes_in_without_the_right_password() {
    Database mine = SharedPlatform.database("mine");
    var guess = new Database(mine.host(), mine.port(), mine.database(), mine.user(), "guess");
    var superuser = new Database(mine.host(), mine.port(), "postgres", "postgres", "postgres");

    assertThatThrownBy(() -> open(guess)).hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> open(superuser))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void creating_a_database_again_keeps_it_and_takes_the_new_password() throws SQLException {
    var postgres = SharedPlatform.postgres();
    Database before = postgres.createDatabase("again", "again", "before");
    try (Connection connection = open(before)) {
      execute(connection, "create table kept (word text)");
    }
    Database after = postgres.createDatabase("again", "again", "after");

    try (Connection connection = open(after)) {
      assertThat(one(connection, "select count(*) from kept")).isEqualTo("0");
    }
    assertThatThrownBy(() -> open(before)).hasMessageContaining("password authentication failed");
  }

  @Test
  void a_name_that_would_need_quoting_is_refused() {
    assertThatThrownBy(() -> SharedPlatform.postgres().createDatabase("a\"b", "role", "secret"))
        .isInstanceOf(EmbeddedFailure.class)
        .hasMessageContaining("a\"b");
  }

  @Test
  void a_directory_has_one_postgres_at_a_time() {
    try (var first = EmbeddedPostgres.start(directory)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
          .isInstanceOf(EmbeddedFailure.class)
          .hasMessageContaining("in use");
      assertThat(first.port()).isPositive();
    }
  }

  @Test
  void data_of_another_version_or_another_user_are_refused_and_say_so() throws Exception {
    EmbeddedPostgres.start(directory).close();
    Path version = directory.resolve("data/PG_VERSION");

    Files.writeString(version, "17\n");
    assertRefused("initialized by PostgreSQL version 17", "server.log");
    Files.writeString(version, "");
    assertRefused("does not contain valid data", "server.log");

    // Nobody else may give a file away.
    assumeTrue("root".equals(System.getProperty("user.name")));
    Path data = directory.resolve("data");
    Files.setOwner(
        data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertRefused("belong to the user nobody: start as that user, not as root", data.toString());
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
        .isInstanceOf(EmbeddedFailure.class)
        .message()
        .contains(directory.toString())
        .contains(words);
  }

  @Test
  void the_superusers_password_is_for_the_owner_alone() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThat(postgres.port()).isPositive();
      assertThat(Files.getPosixFilePermissions(directory.resolve("superuser.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void what_is_thrown_away_leaves_nothing() {
    Path log;
    try (var postgres = EmbeddedPostgres.throwAway()) {
      log = postgres.log();
      assertThat(log).exists();
    }
    assertThat(log.getParent().getParent()).doesNotExist();
  }

  @Test
  void what_a_killed_process_could_not_throw_away_the_next_one_removes() throws Exception {
    Process child = ChildJvm.start(PostgresChild.class, "throw away");
    Path scratch = Path.of(ChildJvm.awaitLine(child, "scratch "));
    long left = Long.parseLong(ChildJvm.awaitLine(child, "postgres "));
    child.destroyForcibly().waitFor();

    Scratch.create().close();

    assertThat(scratch).doesNotExist();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static Connection open(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
