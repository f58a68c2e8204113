package insurancecontract.chassis.kubernetes;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.discovery.InitialDiscovery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.types.HttpEndpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery from the Services of the pod's namespace: those with the label {@value #LABEL}, whose
 * value is the name to be found by, at their port named {@value #PORT}. They are listed, then
 * watched, and listed anew after each watch, however it ended, so whatever was missed arrives.
 * While the API cannot be asked, what was found last stays.
 */
public final class KubernetesServices extends VerticleBase {
  /** Its value is the name that a service is found by. */
  public static final String LABEL = "insurancecontract/service";

  /** The port that other services call. */
  public static final String PORT = "internal";

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesServices.class);
  private static final String RESOURCE = "services";
  private static final Duration WATCH_FOR = Duration.ofSeconds(60);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /** A Service's address, and the service name it stands for. */
  private record Address(String service, String host, int port) {}

  /** What was published for a Service. */
  private record Published(Address address, String registration) {}

  private final KubernetesSettings settings;
  private final Duration watchFor;
  private final Backoff backoff = new Backoff(PAUSE_MAX);
  private final Map<String, Published> published = new HashMap<>();

  /** Updates of discovery run one after the other, or an old address could return. */
  private Future<Void> updating = Future.succeededFuture();

  private final Promise<Void> attempted = Promise.promise();

  private ServiceDiscovery records;
  private KubernetesApi api;
  private InitialDiscovery initial;
  private String lastFailure;
  private boolean stopped;

  /** Uses the API server that the settings name. */
  public KubernetesServices(KubernetesSettings settings) {
    this(settings, WATCH_FOR);
  }

  KubernetesServices(KubernetesSettings settings, Duration watchFor) {
    this.settings = settings;
    this.watchFor = watchFor;
  }

  /**
   * Completes after the first attempt, also when it failed. Until one has succeeded, the services
   * of this process are not ready.
   */
  @Override
  public Future<?> start() {
    records = ServiceDiscovery.create(vertx);
    initial = InitialDiscovery.pending(vertx);
    api = new KubernetesApi(vertx, settings);
    follow();
    return attempted.future();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    records.close();
    return api.close();
  }

  private void follow() {
    Futures.attempt(() -> api.list(RESOURCE, LABEL))
        .compose(this::found)
        .onComplete(done -> attempted.tryComplete())
        .compose(version -> api.watch(RESOURCE, LABEL, version, watchFor, this::changed))
        .onSuccess(ended -> backoff.reset())
        .onFailure(this::failed)
        .onComplete(done -> retryLater());
  }

  /** With jitter: all pods lost the same server at the same moment. */
  private void retryLater() {
    if (stopped) return;
    long pause = backoff.nextMillis();
    long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    vertx.setTimer(jittered, due -> follow());
  }

  /** A repeated failure is logged once. */
  private void failed(Throwable cause) {
    String failure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (stopped || failure.equals(lastFailure)) return;
    lastFailure = failure;
    initial.failed(failure);
    LOG.atWarn()
        .addKeyValue("cause", failure)
        .log("cannot list services, keeping the last known ones");
  }

  /** Applies the whole list; returns its version. */
  private Future<String> found(JsonObject list) {
    Set<String> gone = new HashSet<>(published.keySet());
    for (Object item : list.getJsonArray("items")) {
      JsonObject service = (JsonObject) item;
      gone.remove(name(service));
      put(service);
    }
    gone.forEach(this::remove);
    lastFailure = null;
    String version = list.getJsonObject("metadata").getString("resourceVersion");
    return updating.onSuccess(done -> initial.succeeded()).map(done -> version);
  }

  private void changed(JsonObject event) {
    JsonObject object = event.getJsonObject("object");
    switch (event.getString("type")) {
      case "ADDED", "MODIFIED" -> put(object);
      case "DELETED" -> remove(name(object));
      default ->
          throw new KubernetesRefused(
              "cannot watch services any further: " + object.getString("message"));
    }
    backoff.reset();
  }

  private void put(JsonObject service) {
    String name = name(service);
    Address address = address(service);
    if (address == null) {
      remove(name);
    } else {
      update(() -> replace(name, address));
    }
  }

  private void remove(String name) {
    update(() -> replace(name, null));
  }

  private void update(Supplier<Future<Void>> step) {
    updating = updating.transform(before -> Futures.attempt(step));
    Futures.end(updating, LOG, "updating discovery");
  }

  /** Publishes the new address before it removes the old one, so that one is always found. */
  private Future<Void> replace(String name, Address address) {
    Published before = published.get(name);
    if (address == null ? before == null : before != null && address.equals(before.address())) {
      return Future.succeededFuture();
    }
    LOG.atInfo().addKeyValue("service", name).addKeyValue("address", address).log("service moved");
    return publish(name, address)
        .compose(
            done ->
                before == null
                    ? Future.succeededFuture()
                    : records.unpublish(before.registration()));
  }

  private Future<Void> publish(String name, Address address) {
    if (address == null) {
      published.remove(name);
      return Future.succeededFuture();
    }
    Record record =
        HttpEndpoint.createRecord(address.service(), address.host(), address.port(), "/");
    return records
        .publish(record)
        .map(
            done -> {
              published.put(name, new Published(address, done.getRegistration()));
              return null;
            });
  }

  /** Null for a Service without the label or the port. */
  private static Address address(JsonObject service) {
    JsonObject metadata = service.getJsonObject("metadata");
    String label = metadata.getJsonObject("labels", new JsonObject()).getString(LABEL);
    JsonObject spec = service.getJsonObject("spec", new JsonObject());
    for (Object entry : spec.getJsonArray("ports", new JsonArray())) {
      JsonObject port = (JsonObject) entry;
      if (label != null && PORT.equals(port.getString("name"))) {
        return new Address(label, host(metadata, spec), port.getInteger("port"));
      }
    }
    LOG.atWarn()
        .addKeyValue("service", metadata.getString("name"))
        .addKeyValue("port", PORT)
        .log("Service without this port ignored");
    return null;
  }

  /** A headless Service has no address, but a DNS name. */
  private static String host(JsonObject metadata, JsonObject spec) {
    String address = spec.getString("clusterIP", "None");
    return address.equals("None")
        ? metadata.getString("name") + "." + metadata.getString("namespace") + ".svc"
        : address;
  }

  private static String name(JsonObject service) {
    return service.getJsonObject("metadata").getString("name");
  }
}
