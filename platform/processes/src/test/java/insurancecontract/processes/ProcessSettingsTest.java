package insurancecontract.processes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsRefused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ProcessSettingsTest {
  private static final JsonObject CLUSTERED =
      new JsonObject()
          .put("CLUSTER_MEMBERS", "127.0.0.1:7800")
          .put("CLUSTER_HOST", "127.0.0.1")
          .put("CLUSTER_TLS", false);

  @Test
  void services_are_found_in_a_cluster_or_otherwise_and_not_both() {
    refuses(new JsonObject().put("DISCOVERY_KUBERNETES", true));
    refuses(
        new JsonObject()
            .put(
                "DISCOVERY_SERVICES",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("name", "payment")
                            .put("host", "127.0.0.1")
                            .put("port", 8080))));
  }

  private static void refuses(JsonObject further) {
    JsonObject values = CLUSTERED.copy().mergeIn(further);
    assertThatThrownBy(() -> Settings.bind(values, "PROCESS", ProcessSettings::from))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("CLUSTER_MEMBERS");
  }
}
