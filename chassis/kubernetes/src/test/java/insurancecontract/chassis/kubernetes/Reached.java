package insurancecontract.chassis.kubernetes;

import insurancecontract.testing.ApiServer;

/** How a pod reaches the API server of a test. */
final class Reached {
  private Reached() {}

  static KubernetesSettings at(ApiServer api) {
    return new KubernetesSettings(true, "payment", "127.0.0.1", api.port(), api.account());
  }
}
