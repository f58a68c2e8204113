package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.launch.Services;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.Client.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What people do with a cluster, and what they see of it. */
final class Clustered {
  static final Duration UP_WITHIN = Duration.ofSeconds(90);

  private static final Path OPERATIONS = Path.of("..", "..", "docs", "operations.md");
  private static final String PASSWORD = "only-for-a-test";

  private Clustered() {}

  /** Certificates made as the document says, and room enough on the desk. */
  static JsonObject settings(Path directory) throws IOException {
    String bin = Path.of(System.getProperty("java.home"), "bin").toString();
    String script = Shell.block(OPERATIONS, "cluster-stores");
    String printed =
        Shell.run(
            "set -e; cd %s; export PATH=%s:$PATH PASSWORD=%s\n%s"
                .formatted(directory, bin, PASSWORD, script.replaceAll("(?m)^   ", "")));
    Path keys = directory.resolve("keystore.p12");
    Path trusted = directory.resolve("truststore.p12");
    assertThat(trusted).as(printed).exists();
    JsonObject uma =
        new JsonObject().put("underwriterId", 77001520).put("name", "uma").put("capacity", 10_000);
    return new JsonObject()
        .put("UNDERWRITERS", new JsonArray().add(uma))
        // On a busy machine a process that has just started takes longer than one in service may.
        .put("BREAKER_TIMEOUT_MS", 10_000)
        .put("CLUSTER_KEY_STORE", keys.toString())
        .put("CLUSTER_TRUST_STORE", trusted.toString())
        .put("CLUSTER_STORE_PASSWORD", PASSWORD);
  }

  /** The gateway finds so many instances of each service, and lets people apply. */
  static void finds(Api gateway, int each) {
    await("all are found")
        .atMost(UP_WITHIN)
        .ignoreExceptions()
        .until(() -> instances(gateway).values().stream().allMatch(it -> it.size() == each));
    await("it is open").atMost(UP_WITHIN).until(() -> apply(gateway).status() == 201);
  }

  /** Where a gateway finds each service, but itself. */
  static Map<String, Set<String>> instances(Api gateway) {
    JsonArray services = gateway.list("otto", "/platform/status", "services");
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (int i = 0; i < services.size(); i++) {
      JsonObject service = services.getJsonObject(i);
      if (service.getString("name").equals(Services.GATEWAY)) continue;
      Set<String> addresses = new TreeSet<>();
      for (Object instance : service.getJsonArray("instances")) {
        addresses.add(((JsonObject) instance).getString("address"));
      }
      found.put(service.getString("name"), addresses);
    }
    return found;
  }

  static Reply apply(Api gateway) {
    return apply(gateway, UUID.randomUUID());
  }

  static Reply apply(Api gateway, UUID key) {
    return gateway.call(
        "bob",
        "POST",
        "/subscriptions",
        new JsonObject().put("productName", "Fisrtcancer3"),
        "Idempotency-Key",
        key.toString());
  }

  /** Someone applies, over and over, and never before the last answer. */
  static final class Load implements AutoCloseable {
    private final ScheduledExecutorService people = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Reply> refused = new CopyOnWriteArrayList<>();

    Load(Api gateway) {
      var unused =
          people.scheduleWithFixedDelay(() -> apply(gateway), 0, 50, TimeUnit.MILLISECONDS);
    }

    private void apply(Api gateway) {
      Reply reply = Clustered.apply(gateway);
      if (reply.status() == 201) {
        accepted.incrementAndGet();
      } else {
        refused.add(reply);
      }
    }

    List<Reply> refused() {
      return refused;
    }

    void goesOn() {
      goesOn(4);
    }

    void goesOn(int more) {
      int enough = accepted.get() + more;
      await("applications are accepted").atMost(UP_WITHIN).until(() -> accepted.get() >= enough);
    }

    @Override
    public void close() {
      people.shutdownNow();
    }
  }

  /** What a browser of alice receives from a gateway, line by line. */
  static List<String> stream(String address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/events"))
            .header("Authorization", "Bearer " + Client.token(address, "alice"))
            .build();
    List<String> lines = new CopyOnWriteArrayList<>();
    var unused =
        HttpClient.newHttpClient()
            .sendAsync(request, BodyHandlers.ofLines())
            .thenAccept(answer -> answer.body().forEach(lines::add));
    return lines;
  }

  /** An application of alice gets this far, and all of her browsers are told. */
  static void applied(Api gateway, List<List<String>> streams) {
    long id = gateway.apply("alice", "Fisrtcancer");
    gateway.reaches("alice", id, "UNDERWRITING");
    for (List<String> stream : streams) {
      await("told")
          .atMost(UP_WITHIN)
          .until(() -> stream.stream().anyMatch(line -> isOf(line, id, "UNDERWRITING")));
    }
  }

  private static boolean isOf(String line, long id, String status) {
    if (!line.startsWith("data: ")) return false;
    JsonObject row = new JsonObject(line.substring("data: ".length()));
    return row.getLong("subscriptionId") == id
        && row.getString("subscriptionStatus").equals(status);
  }
}
