package insurancecontract.chassis.discovery;

import insurancecontract.chassis.http.ManagementSettings;
import insurancecontract.chassis.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * One instance of a service at an address that the settings name.
 *
 * @param managementPort where its readiness is checked
 */
public record ListedService(String name, String host, int port, int managementPort) {
  private static final String KEY = "DISCOVERY_SERVICES";
  private static final int PORT_MAX = 65_535;

  /** Reads {@code DISCOVERY_SERVICES}. */
  public static List<ListedService> from(Settings settings) {
    JsonArray list = settings.list(KEY, new JsonArray());
    List<ListedService> listed = new ArrayList<>();
    for (Object entry : list) {
      if (entry instanceof JsonObject service
          && service.getValue("name") instanceof String name
          && service.getValue("host") instanceof String host
          && service.getValue("port") instanceof Integer port
          && service.getValue("managementPort", ManagementSettings.PORT)
              instanceof Integer managementPort
          && isPort(port)
          && isPort(managementPort)) {
        listed.add(new ListedService(name, host, port, managementPort));
      } else {
        settings.fault(KEY, entry, "a list of {name, host, port, managementPort}");
      }
    }
    return List.copyOf(listed);
  }

  private static boolean isPort(int port) {
    return port > 0 && port <= PORT_MAX;
  }
}
