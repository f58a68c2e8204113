package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.kubernetes.KubernetesSettings;
import insurancecontract.launch.Services;
import insurancecontract.testing.ApiServer;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.SeparateServices;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services as processes that ask a Kubernetes API, as pods do: where the others are, and what
 * their ConfigMaps say, now and after each change.
 */
@Tag("proof")
class PodsE2E {
  private static final Duration UP_WITHIN = Duration.ofSeconds(90);
  private static final Duration TAKES_EFFECT_WITHIN = Duration.ofSeconds(10);
  private static final String PRODUCT = "Fisrtcancer";

  @TempDir private Path directory;

  private final Vertx vertx = Vertx.vertx();
  private ApiServer kubernetes;
  private SeparateServices services;
  private Api api;

  @BeforeEach
  void start() throws Exception {
    kubernetes = new ApiServer(vertx, Files.createDirectory(directory.resolve("account")));
    Services.ALL.forEach(this::asBuilt);
    services = new SeparateServices(directory, this::asPod);
    api = new Api(services.address());
  }

  /** Those that call others look for them. */
  private JsonObject asPod(String service, SeparateServices all) {
    if (!service.equals(Services.GATEWAY)) {
      kubernetes.put(service, "127.0.0.1", all.port(service));
      kubernetes.put(Discovery.managementOf(service), "127.0.0.1", all.managementPort(service));
    }
    KubernetesSettings at =
        new KubernetesSettings(
            true, "payment", "127.0.0.1", kubernetes.port(), kubernetes.account());
    boolean looks = service.equals(Services.GATEWAY) || service.equals(Services.SUBSCRIPTION);
    // For the process alone, since a test may run in a pod that is told of a real one.
    return new JsonObject()
        .put("PROCESS_DISCOVERY_KUBERNETES", looks)
        .put("PROCESS_KUBERNETES_CONFIGMAP", service)
        .put("PROCESS_KUBERNETES_SERVICE_HOST", at.host())
        .put("PROCESS_KUBERNETES_SERVICE_PORT", at.port())
        .put("PROCESS_KUBERNETES_ACCOUNT_DIRECTORY", at.account().toString());
  }

  @AfterEach
  void stop() {
    services.close();
    kubernetes.close();
    vertx.close().await();
  }

  @Test
  void the_saga_runs_and_what_a_ConfigMap_says_takes_effect_within_ten_seconds() {
    long contracted =
        await("all are found")
            .atMost(UP_WITHIN)
            .ignoreExceptions()
            .until(this::apply, reply -> reply.status() == 201)
            .body()
            .getLong("subscriptionId");
    JsonObject view = api.await("alice", contracted, "UNDERWRITING");
    api.does("sue", "/underwritings/" + view.getLong("underwritingId") + "/approve", null);
    api.reaches("alice", contracted, "CONTRACTED");

    JsonObject dearer = new JsonObject().put("productName", PRODUCT).put("premium", 31_000);
    says(Services.SUBSCRIPTION, "PRODUCTS", new JsonArray().add(dearer).encode());
    takesEffect("what is sold", () -> api.get("alice", "/products").text().contains("31000"));

    says(Services.PAYMENT, "PROVIDER_DECLINE_RATE", "1");
    takesEffect("what the provider does", () -> apply().status() == 402);

    says(Services.PAYMENT, "PROVIDER_DELAY_MIN_MS", "1000");
    says(Services.SUBSCRIPTION, "BREAKER_TIMEOUT_MS", "100");
    takesEffect("how long payment may take", () -> apply().status() == 503);
    asBuilt(Services.PAYMENT);
    asBuilt(Services.SUBSCRIPTION);
    takesEffect("what is not said any more", () -> apply().status() == 201);

    says(Services.SUBSCRIPTION, "WITHDRAWAL_DAYS", "many");
    takesEffect(
        "a refusal",
        () -> of(Services.SUBSCRIPTION, "/health/ready").contains("WITHDRAWAL_DAYS: \\\"many\\\""));
    assertThat(of(Services.SUBSCRIPTION, "/metrics"))
        .contains("settings_changes_refused_total 1.0");
    assertThat(apply().status()).isEqualTo(201);

    Audited.isSatisfied(services.databases(), services.bootstrapServers());
    kubernetes.configure(
        Services.GATEWAY,
        new JsonObject().put("RATE_LIMIT_PER_SECOND", "1").put("RATE_LIMIT_BURST", "1"));
    Client anybody = Client.anonymous(services.address());
    takesEffect("how often one may ask", () -> anybody.get("/products").status() == 429);
    for (String service : Services.ALL) {
      assertThat(services.process(service).terminate()).as(service).isZero();
    }
  }

  /** It says nothing. */
  private void asBuilt(String service) {
    kubernetes.configure(service, new JsonObject());
  }

  private void says(String service, String key, String value) {
    kubernetes.configure(service, new JsonObject().put(key, value));
  }

  private static void takesEffect(String what, Callable<Boolean> seen) {
    await(what).atMost(TAKES_EFFECT_WITHIN).until(seen);
  }

  private Reply apply() {
    return api.post("alice", "/subscriptions", new JsonObject().put("productName", PRODUCT));
  }

  /** Not through the gateway. */
  private String of(String service, String path) {
    return Client.anonymous(services.management(service)).get(path).text();
  }
}
