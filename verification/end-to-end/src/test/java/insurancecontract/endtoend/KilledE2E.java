package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.standalone.Platform;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.PlatformProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered before the end is still there after it, however the end came. */
@Tag("proof")
class KilledE2E {
  private static final int APPLICATIONS = 150;
  private static final Duration START_MAX = Duration.ofSeconds(90);

  @TempDir Path data;

  @Test
  void nothing_is_lost_when_the_platform_is_killed_in_the_middle() {
    List<Long> accepted = new ArrayList<>();
    try (PlatformProcess process = PlatformProcess.ready("--data", data.toString())) {
      Api api = new Api(process.address());
      accepted.add(api.apply("alice", "Fisrtcancer"));
      List<CompletableFuture<Reply>> underWay = new ArrayList<>();
      for (int i = 0; i < APPLICATIONS; i++) {
        JsonObject body = new JsonObject().put("productName", "Fisrtcancer");
        underWay.add(api.callAsync("alice", "POST", "/subscriptions", body));
      }
      // The first answer says that the others are under way.
      CompletableFuture.anyOf(underWay.toArray(CompletableFuture[]::new)).join();
      process.kill();
      underWay.forEach(reply -> acceptedId(reply).ifPresent(accepted::add));
    }

    try (Platform again = restarted()) {
      Api api = new Api(again.address());
      Audited.isSatisfied(again);
      for (long id : accepted) {
        Reply reply = api.get("alice", "/subscriptions/" + id);
        assertThat(reply.status()).as("subscription %d", id).isEqualTo(200);
        assertThat(reply.body().getString("subscriptionStatus")).isIn("PAID", "UNDERWRITING");
      }
    }
  }

  /** At whatever point of the first start it is killed, the next start makes up for it. */
  @Test
  void nine_kills_during_the_first_start_do_not_hinder_the_tenth() {
    for (Predicate<PlatformProcess> moment : momentsOfTheFirstStart()) {
      PlatformProcess process = PlatformProcess.run("--port", "0", "--data", data.toString());
      await().atMost(START_MAX).until(() -> moment.test(process));
      process.kill();
      assertThat(process.errors()).noneMatch(line -> line.startsWith("cannot start"));
    }

    try (Platform atLast = restarted()) {
      Api api = new Api(atLast.address());
      assertThat(api.await("alice", api.apply("alice", "Fisrtcancer"), "UNDERWRITING")).isNotNull();
      Audited.isSatisfied(atLast);
    }
  }

  private List<Predicate<PlatformProcess>> momentsOfTheFirstStart() {
    return List.of(
        process -> Files.exists(data.resolve("lock")),
        process -> Files.exists(data.resolve("secrets.json")),
        process -> Files.exists(data.resolve("postgres/superuser.password")),
        process -> Files.exists(data.resolve("postgres/control.log")),
        process -> Files.exists(data.resolve("kafka/data")),
        process -> Files.exists(data.resolve("kafka/data/meta.properties")),
        process -> Files.exists(data.resolve("postgres/data/postmaster.pid")),
        process -> says(process, "PostgreSQL is up"),
        process -> says(process, "starting the services"));
  }

  private static boolean says(PlatformProcess process, String words) {
    return process.output().stream().anyMatch(line -> line.contains(words));
  }

  @Test
  void a_stopped_platform_goes_on_where_it_was() {
    long id;
    try (PlatformProcess process = PlatformProcess.ready("--data", data.toString())) {
      id = new Api(process.address()).apply("bob", "Fisrtcancer3");

      assertThat(process.terminate()).isIn(0, 143);
    }

    try (Platform again = restarted()) {
      Api api = new Api(again.address());
      JsonObject view = api.await("bob", id, "UNDERWRITING");
      api.does("sue", "/underwritings/" + view.getLong("underwritingId") + "/approve", null);
      api.reaches("bob", id, "CONTRACTED");
      Audited.isSatisfied(again);
    }
  }

  @Test
  void a_copy_of_what_a_stopped_platform_kept_is_a_backup(@TempDir Path elsewhere)
      throws IOException, InterruptedException {
    long before;
    try (PlatformProcess process = PlatformProcess.ready("--data", data.toString())) {
      before = new Api(process.address()).apply("alice", "Fisrtcancer");
      assertThat(process.terminate()).isIn(0, 143);
    }
    Path backup = elsewhere.resolve("backup");
    // As the operations say.
    assertThat(run("cp", "-a", data.toString(), backup.toString())).isZero();
    long after;
    try (Platform original = restarted()) {
      after = new Api(original.address()).apply("alice", "Fisrtcancer");
    }

    try (Platform restored = on(backup)) {
      Api api = new Api(restored.address());
      JsonObject view = api.await("alice", before, "UNDERWRITING");
      assertThat(api.get("alice", "/subscriptions/" + after).status()).isEqualTo(404);
      api.does("sue", "/underwritings/" + view.getLong("underwritingId") + "/approve", null);
      api.reaches("alice", before, "CONTRACTED");
      Audited.isSatisfied(restored);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private Platform restarted() {
    return on(data);
  }

  private static Platform on(Path directory) {
    return Platform.start(new Platform.Options(Optional.of(directory), 0, Optional.empty(), true));
  }

  /** What was accepted and answered; a broken connection tells nothing. */
  private static Optional<Long> acceptedId(CompletableFuture<Reply> reply) {
    try {
      Reply answered = reply.join();
      return answered.status() == 201
          ? Optional.of(answered.body().getLong("subscriptionId"))
          : Optional.empty();
    } catch (CompletionException broken) {
      return Optional.empty();
    }
  }
}
