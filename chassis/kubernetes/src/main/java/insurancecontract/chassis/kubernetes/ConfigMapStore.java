package insurancecontract.chassis.kubernetes;

import insurancecontract.chassis.Futures;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.config.spi.ConfigStore;
import io.vertx.config.spi.ConfigStoreFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ConfigMap of the pod's own namespace as a source of settings. The store of
 * vertx-config-kubernetes-configmap reads it; this one guards it: the server's certificate is
 * verified, a replaced token or CA is used at the next scan, a request has a time limit, and after
 * a failure the last values stay. Only at the start is a failure fatal.
 */
public final class ConfigMapStore implements ConfigStore {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapStore.class);
  private static final String TYPE = "configmap-of-the-namespace";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** What the library says of a ConfigMap without any entry. */
  private static final String EMPTY = "the data entry is empty";

  private static final String UNREACHABLE = "unreachable";

  private final Vertx vertx;
  private final KubernetesSettings settings;
  private Account account;
  private ConfigStore store;
  private Future<Buffer> inFlight;
  private Buffer last;
  private String failure = "";

  private ConfigMapStore(Vertx vertx, KubernetesSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /** The source for the ConfigMap that the settings name. */
  public static ConfigStoreOptions of(KubernetesSettings settings) {
    return new ConfigStoreOptions()
        .setType(TYPE)
        .setConfig(
            new JsonObject()
                .put("configMap", settings.configMap())
                .put("host", settings.host())
                .put("port", settings.port())
                .put("account", settings.account().toString()));
  }

  /** One request at a time: of two, the older answer could arrive last. */
  @Override
  public Future<Buffer> get() {
    if (inFlight == null || inFlight.isComplete()) {
      inFlight = read().onSuccess(this::succeeded).recover(this::keepLast);
    }
    return inFlight;
  }

  private Future<Buffer> read() {
    return Account.read(vertx, settings.account())
        .compose(mounted -> Futures.attempt(() -> storeFor(mounted).get()))
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .recover(this::explained);
  }

  /** The library reads the token once, so each token gets a store of its own. */
  private ConfigStore storeFor(Account mounted) {
    if (!mounted.equals(account)) {
      discard();
      account = mounted;
      store =
          new io.vertx.config.kubernetes.ConfigMapStore(
              new VerifyingVertx(vertx, settings, mounted, TIMEOUT),
              new JsonObject()
                  .put("namespace", mounted.namespace())
                  .put("name", settings.configMap())
                  .put("token", mounted.token())
                  .put("optional", false));
    }
    return store;
  }

  /** A store whose request hangs would keep its connection. */
  private void discard() {
    if (store != null) Futures.end(store.close(), LOG, "closing the store of a ConfigMap");
    store = null;
    account = null;
  }

  private Future<Buffer> explained(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains(EMPTY)) return Future.succeededFuture(Buffer.buffer("{}"));
    discard();
    return Future.failedFuture(
        refusal(message).<Throwable>map(KubernetesRefused::new).orElse(cause));
  }

  /** The library tells refusals apart by their text only. */
  private Optional<String> refusal(String message) {
    if (message.startsWith("Cannot find the config map")) {
      return Optional.of("there is none of this name");
    }
    if (message.startsWith("Access denied")) {
      return Optional.of(
          "give the service account the verb get on configmaps/" + settings.configMap());
    }
    if (message.contains("status code: 401")) {
      return Optional.of("the API server does not accept the service account's token");
    }
    return Optional.empty();
  }

  private void succeeded(Buffer data) {
    if (!failure.isEmpty()) LOG.info("the ConfigMap can be read again");
    failure = "";
    last = data;
  }

  private Future<Buffer> keepLast(Throwable cause) {
    String message =
        "the ConfigMap %s (KUBERNETES_CONFIGMAP) cannot be read from %s:%d: %s"
            .formatted(settings.configMap(), settings.host(), settings.port(), cause.getMessage());
    if (last == null) return Future.failedFuture(new KubernetesRefused(message));
    // The ways in which a server is unreachable differ from scan to scan.
    String kind = cause instanceof KubernetesRefused ? message : UNREACHABLE;
    if (!kind.equals(failure)) {
      LOG.atWarn().addKeyValue("cause", message).log("settings stay as read last");
    }
    failure = kind;
    return Future.succeededFuture(last);
  }

  @Override
  public Future<Void> close() {
    return store == null ? Future.succeededFuture() : store.close();
  }

  /** Found by vertx-config. */
  public static final class Factory implements ConfigStoreFactory {
    @Override
    public String name() {
      return TYPE;
    }

    @Override
    public ConfigStore create(Vertx vertx, JsonObject source) {
      return new ConfigMapStore(
          vertx,
          new KubernetesSettings(
              false,
              source.getString("configMap"),
              source.getString("host"),
              source.getInteger("port"),
              Path.of(source.getString("account"))));
    }
  }
}
