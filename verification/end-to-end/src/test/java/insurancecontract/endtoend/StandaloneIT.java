package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.standalone.Platform;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.PlatformProcess;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person meets it: started, refused, stopped, killed, started again. */
class StandaloneIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temporary;

  @Test
  void the_printed_calls_lead_to_all_four_ends() throws Exception {
    try (var platform = PlatformProcess.ready("--ephemeral")) {
      Process shell =
          new ProcessBuilder("bash", "-c", pasted(platform.output()))
              .redirectErrorStream(true)
              .redirectOutput(temporary.resolve("shell.log").toFile())
              .start();
      assertThat(shell.waitFor()).isZero();

      Client otto = platform.as("otto");
      Map<Integer, String> ends = Map.of(1, "WITHDRAWN", 2, "REFUSED", 3, "CANCELLED");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> ends.forEach((id, end) -> assertThat(status(otto, id)).isEqualTo(end)));
      // On its way to WITHDRAWN the first one was a contract.
      assertThat(otto.get("/subscriptionViews/1").text()).contains("SubscriptionContracted");
    }
  }

  /** The lines that the screen offers, from the first helper to the last look. */
  private static String pasted(List<String> screen) {
    int from = indexOf(screen, "  P=");
    int to = indexOf(screen, "with httpie");
    return screen.subList(from, to).stream()
        .map(line -> line.replaceFirst("^(CONTRACTED|WITHDRAWN|REFUSED|CANCELLED|see them) +", ""))
        .collect(Collectors.joining("\n"));
  }

  private static int indexOf(List<String> lines, String beginning) {
    return lines.indexOf(
        lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow());
  }

  private static String status(Client client, int id) {
    return client.get("/subscriptionViews/" + id).body().getString("subscriptionStatus");
  }

  @Test
  void after_a_kill_it_starts_again_and_knows_everything() {
    Path data = temporary.resolve("data");
    JsonObject application = new JsonObject().put("productName", "Fisrtcancer");
    try (var first = PlatformProcess.ready("--data", data.toString())) {
      Client alice = first.as("alice");
      for (int i = 0; i < 20; i++) {
        assertThat(alice.post("/subscriptions", application).status()).isEqualTo(201);
      }
      first.kill();
    }
    try (var second = PlatformProcess.ready("--data", data.toString())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(status(second.as("otto"), 20)).isEqualTo("UNDERWRITING"));

      var running = PlatformProcess.run("audit", "--data", data.toString());
      assertThat(running.exitCode()).as(running.output().toString()).isZero();
      assertThat(running.output()).contains("20 subscriptions", "whole");
      assertThat(second.terminate()).isZero();
    }
    var atRest = PlatformProcess.run("audit", "--data", data.toString());
    assertThat(atRest.exitCode()).as(atRest.output().toString()).isZero();
    assertThat(atRest.output()).contains("20 subscriptions", "whole");
  }

  @Test
  void the_auditor_says_what_is_broken() throws Exception {
    Path data = temporary.resolve("data");
    try (var platform = TestPlatform.on(data, new JsonObject().put("PROVIDER_DELAY_MIN_MS", 0))) {
      JsonObject application = new JsonObject().put("productName", "Fisrtcancer");
      assertThat(platform.as("alice").post("/subscriptions", application).status()).isEqualTo(201);
      assertThat(platform.audit().whole()).isTrue();
      forge(platform, "update payment set status = 'VOID'");

      var audit = PlatformProcess.run("audit", "--data", data.toString(), "--wait", "5");

      assertThat(audit.exitCode()).isEqualTo(1);
      assertThat(audit.output()).contains("BROKEN");
      assertThat(audit.output())
          .anyMatch(line -> line.contains("subscription 1: payment 1 is VOID, but the provider"));
    }
  }

  private static void forge(TestPlatform platform, String sql) throws Exception {
    var database = platform.platform().databases().get("payment");
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void with_too_little_disk_nothing_new_is_accepted_until_there_is_enough() throws Exception {
    Path settings =
        TestPlatform.settingsFile(new JsonObject().put("STANDALONE_DISK_FREE_MIN_MB", 1 << 30));
    var options = new Platform.Options(Optional.empty(), 0, Optional.of(settings), true);
    try (Platform platform = Platform.start(options)) {
      Client alice = Client.as(platform.address(), "alice");
      JsonObject application = new JsonObject().put("productName", "Fisrtcancer");

      var refused = alice.post("/subscriptions", application);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body().getString("code")).isEqualTo("STORAGE_FULL");
      assertThat(alice.get("/subscriptionViews").status()).isEqualTo(200);

      Files.writeString(settings, new JsonObject().encode());
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(alice.post("/subscriptions", application).status()).isEqualTo(201));
    }
  }

  @Test
  void secrets_are_for_the_owner_alone_and_a_second_platform_is_refused() throws Exception {
    Path data = temporary.resolve("data");
    try (var first = PlatformProcess.ready("--data", data.toString())) {
      for (String file : List.of("secrets.json", "platform.json")) {
        assertThat(Files.getPosixFilePermissions(data.resolve(file)))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }

      assertRefused(
          PlatformProcess.run("--port", "0", "--data", data.toString()),
          "another platform (process " + first.pid() + ") is running on " + data,
          "--data");
    }
    assertThat(data.resolve("platform.json")).doesNotExist();
  }

  @Test
  void a_port_that_is_taken_is_named() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertRefused(
          PlatformProcess.run(
              "--port",
              String.valueOf(taken.getLocalPort()),
              "--data",
              temporary.resolve("data").toString()),
          "port " + taken.getLocalPort(),
          "--port");
    }
  }

  @Test
  void a_directory_that_cannot_be_one_is_named() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    assertRefused(
        PlatformProcess.run("--data", file.toString()), file + " is not a directory", "--data");
    assertRefused(
        PlatformProcess.run("--data", file.resolve("below").toString()),
        file.resolve("below").toString(),
        "--data");
  }

  @Test
  void a_wrong_setting_is_named_with_what_is_allowed() {
    Path settings = TestPlatform.settingsFile(new JsonObject().put("GATEWAY_HTTP_PORT", "http"));
    assertRefused(
        PlatformProcess.run("--config", settings.toString(), "--ephemeral"),
        "GATEWAY_HTTP_PORT",
        "allowed is");
    assertRefused(
        PlatformProcess.run("--config", "/nowhere/settings.yaml", "--ephemeral"),
        "/nowhere/settings.yaml");
  }

  @Test
  void a_wrong_setting_of_a_service_is_named_too_and_nothing_stays_behind() {
    Path settings =
        TestPlatform.settingsFile(new JsonObject().put("PAYMENT_POSTGRES_POOL_SIZE", 0));
    assertRefused(
        PlatformProcess.run("--port", "0", "--config", settings.toString(), "--ephemeral"),
        "PAYMENT_POSTGRES_POOL_SIZE",
        "from 1 to 64");
  }

  @Test
  void data_that_are_not_there_cannot_be_audited() {
    var audit = PlatformProcess.run("audit", "--data", temporary.resolve("none").toString());
    assertThat(audit.exitCode()).isEqualTo(2);
    assertThat(audit.errors()).singleElement().asString().contains("--data");
    assertThat(temporary.resolve("none")).doesNotExist();
  }

  /** One line says why and what to do; no stack trace, and not the exit code of success. */
  private static void assertRefused(PlatformProcess refused, String... words) {
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors())
        .filteredOn(line -> line.startsWith("cannot start: "))
        .singleElement()
        .asString()
        .contains(words);
    assertThat(refused.errors()).noneMatch(line -> line.startsWith("\tat "));
  }
}
