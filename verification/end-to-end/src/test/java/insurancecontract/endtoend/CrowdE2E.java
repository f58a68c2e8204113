package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.standalone.Platform;
import insurancecontract.testplatform.Client.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand applications at once, decided, cancelled and withdrawn from at random. */
@Tag("proof")
class CrowdE2E {
  private static final int APPLICATIONS = 2_000;
  private static final int ATTEMPTS_MAX = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path directory;

  @Test
  void two_thousand_applications_at_once_all_come_to_their_end() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path config = directory.resolve("crowd.yaml");
    // One customer is not two thousand: the two demo customers may ask as often as a crowd would.
    Files.writeString(
        config,
        """
        RATE_LIMIT_PER_SECOND: 100000
        RATE_LIMIT_BURST: 100000
        PROVIDER_DECLINE_RATE: 0.05
        PROVIDER_FAILURE_RATE: 0.02
        """);
    var options = new Platform.Options(Optional.empty(), 0, Optional.of(config), true);
    try (Platform platform = Platform.start(options)) {
      Api api = new Api(platform.address());
      api.desks(500);

      List<Integer> statuses = applyAll(api);
      assertThat(statuses).containsOnly(201, 402).contains(201);
      decideAll(api, random);
      Audited.isSatisfied(platform);
    }
  }

  private static List<Integer> applyAll(Api api) {
    List<CompletableFuture<Reply>> answers = new ArrayList<>(APPLICATIONS);
    for (int i = 0; i < APPLICATIONS; i++) {
      answers.add(apply(api, i % 2 == 0 ? "alice" : "bob", 1));
    }
    return statuses(answers);
  }

  /** A client that is asked to retry shortly does so. */
  private static CompletableFuture<Reply> apply(Api api, String customer, int attempt) {
    return send(api, customer, "/subscriptions", new JsonObject().put("productName", "Fisrtcancer"))
        .thenCompose(
            reply -> {
              if (reply.status() != 503 || attempt == ATTEMPTS_MAX) {
                return CompletableFuture.completedFuture(reply);
              }
              long seconds =
                  Long.parseLong(reply.headers().firstValue("retry-after").orElseThrow());
              return CompletableFuture.completedFuture(attempt + 1)
                  .thenComposeAsync(
                      next -> apply(api, customer, next),
                      CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
            });
  }

  /** Customers change their minds while the desk decides, until nobody waits for a decision. */
  private static void decideAll(Api api, Random random) {
    cancelSome(api, random);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> decideAssigned(api, random) == 0 && openCases(api, "WAITING") == 0);
    withdrawSome(api, random);
  }

  private static int decideAssigned(Api api, Random random) {
    List<CompletableFuture<Reply>> decisions = new ArrayList<>();
    JsonArray assigned =
        api.list("sue", "/underwritings?status=ASSIGNED&limit=200", "underwritings");
    for (Object each : assigned) {
      long id = ((JsonObject) each).getLong("underwritingId");
      decisions.add(
          random.nextInt(3) == 0
              ? send(
                  api,
                  "sue",
                  "/underwritings/" + id + "/refuse",
                  new JsonObject().put("reason", "by lot"))
              : send(api, "sue", "/underwritings/" + id + "/approve", null));
    }
    // Cancelled in the meantime is the one other answer that there is.
    assertThat(statuses(decisions)).allMatch(status -> status == 200 || status == 409);
    return assigned.size();
  }

  private static int openCases(Api api, String status) {
    return api.list("sue", "/underwritings?limit=1&status=" + status, "underwritings").size();
  }

  private static void cancelSome(Api api, Random random) {
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (JsonObject one : sample(api, random, "PAID")) {
      asked.add(send(api, one.getString("customerId"), path(one) + "/cancel", null));
    }
    assertThat(statuses(asked)).allMatch(status -> status == 202 || status == 409);
  }

  private static void withdrawSome(Api api, Random random) {
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (JsonObject one : sample(api, random, "CONTRACTED")) {
      asked.add(send(api, one.getString("customerId"), path(one) + "/withdraw", null));
    }
    assertThat(statuses(asked)).containsOnly(202);
  }

  private static List<JsonObject> sample(Api api, Random random, String status) {
    JsonArray page = api.list("otto", "/subscriptions?limit=200&status=" + status, "subscriptions");
    return page.stream().map(JsonObject.class::cast).filter(one -> random.nextBoolean()).toList();
  }

  private static String path(JsonObject subscription) {
    return "/subscriptions/" + subscription.getLong("subscriptionId");
  }

  private static CompletableFuture<Reply> send(Api api, String user, String path, JsonObject body) {
    return api.callAsync(user, "POST", path, body);
  }

  private static List<Integer> statuses(List<CompletableFuture<Reply>> replies) {
    return replies.stream().map(CompletableFuture::join).map(Reply::status).toList();
  }
}
