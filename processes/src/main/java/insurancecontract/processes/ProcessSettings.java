package insurancecontract.processes;

import insurancecontract.chassis.discovery.ListedService;
import insurancecontract.chassis.discovery.ListedServices;
import insurancecontract.chassis.kubernetes.KubernetesSettings;
import insurancecontract.chassis.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a process, whichever services it runs.
 *
 * @param listed where the other services are
 * @param checks how those are asked whether they are ready
 * @param kubernetes how the Kubernetes API is asked, and whether
 * @param pause how long a process that stops goes on answering after it has said that it leaves;
 *     short enough that what is under way then can end, all of it in less than 20 s
 */
record ProcessSettings(
    List<ListedService> listed,
    ListedServices.Checks checks,
    KubernetesSettings kubernetes,
    Duration pause) {
  /** Reads them, each within its bounds. */
  static ProcessSettings from(Settings settings) {
    return new ProcessSettings(
        ListedService.from(settings),
        ListedServices.Checks.from(settings),
        KubernetesSettings.from(settings),
        settings.millis("SHUTDOWN_PAUSE_MS", 0, 8_000, 3_000));
  }
}
