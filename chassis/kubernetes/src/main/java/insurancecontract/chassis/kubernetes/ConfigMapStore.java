package insurancecontract.chassis.kubernetes;

import io.vertx.config.ConfigStoreOptions;
import io.vertx.config.spi.ConfigStore;
import io.vertx.config.spi.ConfigStoreFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ConfigMap of the pod's own namespace as a place of settings, read through the API each time
 * that changes are looked for. When it cannot be read, or is deleted, what was read last stays;
 * only at a start that is a failure.
 */
public final class ConfigMapStore implements ConfigStore {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapStore.class);
  private static final String TYPE = "configmap-of-the-namespace";

  private final KubernetesApi api;
  private final KubernetesSettings settings;
  private Future<Buffer> underWay;
  private Buffer last;
  private String trouble = "";

  private ConfigMapStore(Vertx vertx, KubernetesSettings settings) {
    this.api = new KubernetesApi(vertx, settings);
    this.settings = settings;
  }

  /** The place for the ConfigMap that the settings name. */
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

  /** One question at a time: of two, an older answer could come last. */
  @Override
  public Future<Buffer> get() {
    if (underWay == null || underWay.isComplete()) {
      underWay =
          api.get("configmaps", settings.configMap())
              .map(ConfigMapStore::data)
              .onSuccess(this::read)
              .recover(this::stay);
    }
    return underWay;
  }

  private static Buffer data(JsonObject configMap) {
    return configMap.getJsonObject("data", new JsonObject()).toBuffer();
  }

  private void read(Buffer data) {
    if (!trouble.isEmpty()) LOG.info("the ConfigMap can be read again");
    trouble = "";
    last = data;
  }

  private Future<Buffer> stay(Throwable cause) {
    String said =
        "the ConfigMap %s (KUBERNETES_CONFIGMAP) cannot be read from %s:%d: %s"
            .formatted(settings.configMap(), settings.host(), settings.port(), cause.getMessage());
    if (last == null) return Future.failedFuture(new KubernetesRefused(said));
    if (!said.equals(trouble))
      LOG.atWarn().addKeyValue("cause", said).log("settings stay as read last");
    trouble = said;
    return Future.succeededFuture(last);
  }

  @Override
  public Future<Void> close() {
    return api.close();
  }

  /** Found by the library that reads the places of settings. */
  public static final class Factory implements ConfigStoreFactory {
    @Override
    public String name() {
      return TYPE;
    }

    @Override
    public ConfigStore create(Vertx vertx, JsonObject place) {
      return new ConfigMapStore(
          vertx,
          new KubernetesSettings(
              false,
              place.getString("configMap"),
              place.getString("host"),
              place.getInteger("port"),
              Path.of(place.getString("account"))));
    }
  }
}
