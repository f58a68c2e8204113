package insurancecontract.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.processes.Services;
import insurancecontract.standalone.Client.Reply;
import insurancecontract.standalone.SeparateServices;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as processes of their own: found by a list, killed, started again, stopped. */
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
  void the_saga_runs_across_processes_and_survives_the_kill_of_one() {
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

    for (String service : Services.ALL) {
      assertThat(services.process(service).terminate()).as(service).isZero();
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
