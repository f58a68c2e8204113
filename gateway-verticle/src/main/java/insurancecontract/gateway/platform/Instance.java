package insurancecontract.gateway.platform;

import io.vertx.core.json.JsonObject;

/**
 * One process of a service, as it answered just now.
 *
 * @param ready whether it can serve
 * @param details of its health, as it gave them
 * @param samples what it measures; empty when it did not answer
 */
record Instance(String address, boolean ready, JsonObject details, Samples samples) {
  private static final Samples NONE = Samples.parse("");

  static Instance silent(String address, String why) {
    return new Instance(address, false, new JsonObject().put("http", "down: " + why), NONE);
  }

  JsonObject shown() {
    return new JsonObject().put("address", address).put("ready", ready).put("details", details);
  }
}
