package insurancecontract.processes;

import insurancecontract.chassis.cluster.ClusterSettings;
import insurancecontract.chassis.discovery.ListedService;
import insurancecontract.chassis.discovery.ListedServices;
import insurancecontract.chassis.kubernetes.KubernetesSettings;
import insurancecontract.chassis.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a process, whichever services it runs.
 *
 * @param listed where the other services are
 * @param checks how their readiness is checked
 * @param cluster how this process joins a cluster, if it does
 * @param kubernetes whether and how to call the Kubernetes API
 * @param pause how long a stopping process still answers after it has announced that it leaves;
 *     short enough that what is under way then can end, all of it in less than 20 s
 */
record ProcessSettings(
    List<ListedService> listed,
    ListedServices.Checks checks,
    Optional<ClusterSettings> cluster,
    KubernetesSettings kubernetes,
    Duration pause) {
  /** Reads them, each within its bounds. */
  static ProcessSettings from(Settings settings) {
    List<ListedService> listed = ListedService.from(settings);
    Optional<ClusterSettings> cluster = ClusterSettings.from(settings);
    KubernetesSettings kubernetes = KubernetesSettings.from(settings);
    // What each of them found would be found by all, as often as there are nodes, and stay.
    if (cluster.isPresent() && (!listed.isEmpty() || kubernetes.discovery())) {
      settings.fault(
          "CLUSTER_MEMBERS", "set", "one of it, DISCOVERY_SERVICES and DISCOVERY_KUBERNETES");
    }
    return new ProcessSettings(
        listed,
        ListedServices.Checks.from(settings),
        cluster,
        kubernetes,
        settings.millis("SHUTDOWN_PAUSE_MS", 0, 8_000, 3_000));
  }
}
