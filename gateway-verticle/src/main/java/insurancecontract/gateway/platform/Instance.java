package insurancecontract.gateway.platform;

import io.vertx.core.json.JsonObject;

/**
 * The status of one instance of a service.
 *
 * @param details its health checks, as it reported them
 * @param samples its metrics; empty when it did not answer
 */
record Instance(String address, boolean ready, JsonObject details, Samples samples) {
  private static final Samples NONE = Samples.parse("");

  static Instance silent(String address, String why) {
    return new Instance(address, false, new JsonObject().put("http", "down: " + why), NONE);
  }

  JsonObject json() {
    return new JsonObject().put("address", address).put("ready", ready).put("details", details);
  }
}
