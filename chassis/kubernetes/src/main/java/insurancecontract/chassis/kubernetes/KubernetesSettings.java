package insurancecontract.chassis.kubernetes;

import insurancecontract.chassis.settings.Settings;
import java.nio.file.Path;

/**
 * How a pod reaches the Kubernetes API.
 *
 * @param discovery whether services are discovered among the namespace's Services
 * @param configMap ConfigMap with settings; empty for none
 * @param host of the API server; Kubernetes sets it in every pod
 * @param port of the API server
 * @param account the directory with the service account's {@code token}, {@code ca.crt} and {@code
 *     namespace}
 */
public record KubernetesSettings(
    boolean discovery, String configMap, String host, int port, Path account) {
  private static final int PORT_MAX = 65_535;

  /** Reads them, each within its bounds. */
  public static KubernetesSettings from(Settings settings) {
    return new KubernetesSettings(
        settings.flag("DISCOVERY_KUBERNETES", false),
        settings.text("KUBERNETES_CONFIGMAP", ""),
        settings.text("KUBERNETES_SERVICE_HOST", "kubernetes.default.svc"),
        settings.between("KUBERNETES_SERVICE_PORT", 1, PORT_MAX, 443),
        Path.of(
            settings.text(
                "KUBERNETES_ACCOUNT_DIRECTORY", "/var/run/secrets/kubernetes.io/serviceaccount")));
  }
}
