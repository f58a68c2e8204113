package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedPostgres;
import insurancecontract.standalone.Platform;
import insurancecontract.testplatform.Client.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The databases as those who run them back them up: a base backup while the work goes on, and an
 * archive of the log since then. Their disk is lost, the broker's is not.
 */
@Tag("proof")
class RestoredE2E {
  private static final int APPLICATIONS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String APPLIED = "Fisrtcancer";

  private static final String LAST_ARCHIVED =
      "select coalesce(last_archived_wal, '') from pg_stat_archiver";

  @TempDir Path directory;
  @TempDir Path elsewhere;

  @Test
  void nothing_is_missing_after_the_disk_of_the_databases_was_lost() throws Exception {
    archiveTheLog();
    List<Long> accepted = new ArrayList<>();
    long contracted;
    try (Platform platform = started()) {
      Api api = new Api(platform.address());
      contracted = api.apply("alice", APPLIED);
      List<CompletableFuture<Reply>> underWay = new ArrayList<>();
      for (int i = 0; i < APPLICATIONS; i++) {
        JsonObject body = new JsonObject().put("productName", APPLIED);
        underWay.add(api.callAsync("bob", "POST", "/subscriptions", body));
      }
      backUp(platform);
      for (CompletableFuture<Reply> reply : underWay) {
        // On a busy machine a payment may be in doubt; then there is no application.
        if (reply.join().status() == 201) accepted.add(id(reply.join()));
      }
      assertThat(accepted).isNotEmpty();

      JsonObject row = api.await("alice", contracted, "UNDERWRITING");
      api.does("sue", "/underwritings/" + row.getLong("underwritingId") + "/approve", null);
      api.reaches("alice", contracted, "CONTRACTED");
      accepted.add(api.apply("bob", APPLIED));
      archiveAll(platform);
    }

    restore();

    try (Platform again = started()) {
      Api api = new Api(again.address());
      Audited.isSatisfied(again);
      api.reaches("alice", contracted, "CONTRACTED");
      for (long id : accepted) {
        assertThat(api.get("bob", "/subscriptions/" + id).status()).as("%d", id).isEqualTo(200);
      }
      assertThat(accepted).doesNotContain(api.apply("bob", APPLIED));
    }
  }

  private static long id(Reply reply) {
    return reply.body().getLong("subscriptionId");
  }

  /** As pg_basebackup does, which the embedded PostgreSQL does not include. */
  private void backUp(Platform platform) throws Exception {
    try (Connection connection = superuser(platform)) {
      assertThat(ask(connection, "select pg_backup_start('backup', true)")).isNotEmpty();
      run("cp", "-a", data().toString(), backup().toString());
      Files.writeString(
          backup().resolve("backup_label"),
          ask(connection, "select labelfile from pg_backup_stop()"));
    }
  }

  /** What is not archived yet would be lost with the disk. */
  private void archiveAll(Platform platform) throws SQLException, IOException {
    try (Connection connection = superuser(platform)) {
      String last = ask(connection, "select pg_walfile_name(pg_switch_wal())");
      await().atMost(PATIENCE).until(() -> ask(connection, LAST_ARCHIVED).compareTo(last) >= 0);
    }
  }

  private void restore() throws Exception {
    run("rm", "-r", data().toString());
    run("mv", backup().toString(), data().toString());
    // Of a server that runs no more; the log comes from the archive.
    Files.delete(data().resolve("postmaster.pid"));
    run("rm", "-r", data().resolve("pg_wal").toString());
    Files.createDirectory(data().resolve("pg_wal"));
    Files.createFile(data().resolve("recovery.signal"));
    settings("restore_command = 'cp " + archive() + "/%f %p'", "hot_standby = off");
  }

  private void archiveTheLog() throws IOException {
    EmbeddedPostgres.start(directory.resolve("postgres")).close();
    Files.createDirectory(archive());
    settings("archive_mode = on", "archive_command = 'cp %p " + archive() + "/%f'");
  }

  private void settings(String... lines) throws IOException {
    Files.write(data().resolve("postgresql.auto.conf"), List.of(lines), StandardOpenOption.APPEND);
  }

  private Platform started() {
    return Platform.start(new Platform.Options(Optional.of(directory), 0, Optional.empty(), true));
  }

  private Path data() {
    return directory.resolve("postgres").resolve("data");
  }

  private Path archive() {
    return elsewhere.resolve("archive");
  }

  private Path backup() {
    return elsewhere.resolve("backup");
  }

  private Connection superuser(Platform platform) throws SQLException, IOException {
    String password = Files.readString(directory.resolve("postgres").resolve("superuser.password"));
    Database any = platform.databases().get("view");
    return DriverManager.getConnection(any.jdbcUrl(), "postgres", password.trim());
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
        .as(String.join(" ", command))
        .isZero();
  }
}
