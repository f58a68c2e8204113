package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.embedded.Database;
import insurancecontract.launch.Services;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.PlatformProcess;
import insurancecontract.testplatform.SeparateServices;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as processes of their own: found by a list, killed, started again, stopped. */
@Tag("proof")
class ProcessesE2E {
  private static final Duration UP_WITHIN = Duration.ofSeconds(90);

  @TempDir Path directory;

  private SeparateServices services;
  private Api api;

  @BeforeEach
  void start() {
    services = new SeparateServices(directory);
    api = new Api(services.address());
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void the_saga_runs_across_processes_and_survives_the_kill_of_one() throws SQLException {
    long contracted = appliedOnceUp();
    approve(contracted);
    api.reaches("alice", contracted, "CONTRACTED");

    services.process(Services.PAYMENT).kill();
    Reply refused = api.post("alice", "/subscriptions", application());
    assertThat(refused.status()).as(refused.text()).isEqualTo(503);

    services.start(Services.PAYMENT);
    long second = appliedOnceUp();
    api.reaches("alice", second, "UNDERWRITING");
    Audited.isSatisfied(services.databases(), services.bootstrapServers());
    audits();

    for (String service : Services.ALL) {
      assertThat(services.process(service).terminate()).as(service).isZero();
    }
  }

  /** As an operator does, with what the services themselves are told. */
  private void audits() throws SQLException {
    String settings = services.settings(Services.SUBSCRIPTION).toString();
    var whole = PlatformProcess.run("audit", "--services", settings);
    assertThat(whole.exitCode()).as(whole.errors().toString()).isZero();
    assertThat(whole.output()).contains("whole").anyMatch(line -> line.endsWith(" subscriptions"));

    forge("update subscription_view set premium = premium + 1");
    var broken = PlatformProcess.run("audit", "--services", settings, "--wait", "5");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.output()).contains("BROKEN");

    var none = PlatformProcess.run("audit", "--services", directory.resolve("none").toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.errors()).anyMatch(line -> line.contains("this settings file cannot be read"));
  }

  private void forge(String sql) throws SQLException {
    Database view = services.databases().get(Services.VIEW);
    try (Connection connection =
            DriverManager.getConnection(view.jdbcUrl(), view.user(), view.password());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private void approve(long subscription) {
    JsonObject view = api.await("alice", subscription, "UNDERWRITING");
    api.does("sue", "/underwritings/" + view.getLong("underwritingId") + "/approve", null);
  }

  /** What is not up yet, or not found yet, answers 503 or not at all. */
  private long appliedOnceUp() {
    Reply accepted =
        Awaitility.await()
            .atMost(UP_WITHIN)
            .ignoreExceptions()
            .until(
                () -> api.post("alice", "/subscriptions", application()),
                reply -> reply.status() == 201);
    return accepted.body().getLong("subscriptionId");
  }

  private static JsonObject application() {
    return new JsonObject().put("productName", "Fisrtcancer");
  }
}
