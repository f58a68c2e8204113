package insurancecontract.processes;

import static java.util.stream.Collectors.toMap;

import insurancecontract.chassis.cluster.Cluster;
import insurancecontract.chassis.discovery.ListedServices;
import insurancecontract.chassis.discovery.SharedRecords;
import insurancecontract.chassis.kubernetes.ConfigMapStore;
import insurancecontract.chassis.kubernetes.KubernetesServices;
import insurancecontract.chassis.kubernetes.KubernetesSettings;
import insurancecontract.chassis.launch.Await;
import insurancecontract.chassis.launch.LeaveAnnouncement;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.chassis.settings.SettingsSource.Places;
import insurancecontract.launch.Meters;
import insurancecontract.launch.PlatformSettings;
import insurancecontract.launch.Services;
import insurancecontract.processes.ServiceCommand.Start;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that were asked for, in this process. When it stops, everyone who looks learns of it
 * first; then, after a pause, no new work is taken, and what is under way comes to its end.
 */
final class ServiceProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /** For the announcement and all services together: a restart waits 20 s before it kills. */
  private static final Duration STOP_MAX = Duration.ofSeconds(16);

  private static final long SETTINGS_SCAN_MS = 2_000;
  private static final String SCOPE = "PROCESS";

  private final Vertx vertx;
  private final ProcessSettings settings;
  private final Turns turns;

  private ServiceProcess(Vertx vertx, ProcessSettings settings, Turns turns) {
    this.vertx = vertx;
    this.settings = settings;
    this.turns = turns;
  }

  /** Completes when all of them can do their work; a start that fails leaves nothing running. */
  static ServiceProcess start(Start asked) {
    Path file = asked.config().orElse(null);
    Vertx vertx = Vertx.vertx(options());
    try {
      SettingsSource source = settings(vertx, file);
      ProcessSettings settings = source.bind(SCOPE, ProcessSettings::from).get();
      if (settings.cluster().isPresent()) {
        // Whether there is a cluster, the settings say, and reading them takes a Vert.x.
        close(vertx);
        vertx = Cluster.join(settings.cluster().get(), options());
        source = settings(vertx, file);
        Await.end(vertx.deployVerticle(new SharedRecords()), "sharing records", START_MAX);
      }
      var listed = new ListedServices(settings.listed(), settings.checks());
      Await.end(vertx.deployVerticle(listed), "looking for services", START_MAX);
      if (settings.kubernetes().discovery()) {
        var services = new KubernetesServices(settings.kubernetes());
        Await.end(vertx.deployVerticle(services), "looking for services", START_MAX);
      }
      return new ServiceProcess(vertx, settings, deploy(vertx, asked.services(), source));
    } catch (RuntimeException e) {
      close(vertx);
      throw e;
    }
  }

  /** Which ConfigMap there is, if any, the other places say. */
  private static SettingsSource settings(Vertx vertx, Path file) {
    SettingsSource local = load(vertx, file, null);
    KubernetesSettings kubernetes = local.bind(SCOPE, KubernetesSettings::from).get();
    if (kubernetes.configMap().isEmpty()) return local;
    quietly(local.close(), "reading settings", CLOSE_MAX);
    return load(vertx, file, ConfigMapStore.of(kubernetes));
  }

  private static SettingsSource load(Vertx vertx, Path file, ConfigStoreOptions configMap) {
    Places places =
        new Places(new JsonObject(), file, configMap, SETTINGS_SCAN_MS, PlatformSettings.KNOWN);
    return Await.done(SettingsSource.load(vertx, places), "reading settings", START_MAX);
  }

  private static VertxOptions options() {
    return new VertxOptions().setMetricsOptions(Meters.options());
  }

  /** Those with a database together, then the public door. */
  private static Turns deploy(Vertx vertx, List<String> services, SettingsSource source) {
    Map<String, Future<String>> deployed = new HashMap<>();
    for (String service : services) {
      if (!service.equals(Services.GATEWAY)) deployed.put(service, deploy(vertx, service, source));
    }
    Await.end(Future.join(List.copyOf(deployed.values())), "starting the services", START_MAX);
    if (services.contains(Services.GATEWAY)) {
      Future<String> gateway = deploy(vertx, Services.GATEWAY, source);
      Await.end(gateway, "starting the gateway", START_MAX);
      deployed.put(Services.GATEWAY, gateway);
    }
    return new Turns(
        vertx,
        deployed.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, one -> one.getValue().result())));
  }

  private static Future<String> deploy(Vertx vertx, String service, SettingsSource source) {
    return vertx.deployVerticle(Services.verticle(service).apply(source));
  }

  /** Takes leave, waits for the others to notice, stops. Never fails; bounded in time. */
  void stop() {
    LOG.info("leaving");
    long deadline = System.nanoTime() + STOP_MAX.toNanos();
    Future<Void> noticed =
        LeaveAnnouncement.of(vertx)
            .announce()
            // No pause is allowed, and no timer is shorter than this.
            .compose(
                left ->
                    vertx.timer(Math.max(1, settings.pause().toMillis()), TimeUnit.MILLISECONDS))
            .mapEmpty();
    quietly(noticed, "taking leave", settings.pause().plus(CLOSE_MAX));
    LOG.info("stopping");
    turns.stop(Duration.ofNanos(deadline - System.nanoTime()));
    close(vertx);
    LOG.info("stopped");
  }

  private static void close(Vertx vertx) {
    quietly(vertx.close(), "closing Vert.x", CLOSE_MAX);
  }

  /** Waits no longer than this; what went wrong is logged. */
  static void quietly(Future<?> step, String what, Duration max) {
    try {
      Await.end(step, what, max);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("step", what).setCause(e).log("did not stop");
    }
  }
}
