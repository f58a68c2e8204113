package insurancecontract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import insurancecontract.launch.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What wakes a person does so when it should, and says where to read what to do. */
@ExtendWith(Kustomize.class)
class MonitoringTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

  @TempDir Path directory;

  @Test
  void every_field_exists() throws IOException {
    for (Resource resource : Kustomize.render("monitoring")) {
      assertThat(Models.read(resource)).isNotNull();
    }
  }

  /** At a port that it opens, and by the name that rules know it by. */
  @Overlays
  void every_service_is_asked(String overlay) {
    Resource monitor = monitoring("PodMonitor");
    assertThat(monitor.at("/spec/jobLabel").asText()).isEqualTo("app.kubernetes.io/name");
    String port = monitor.at("/spec/podMetricsEndpoints/0/port").asText();
    assertThat(Pod.of(Kustomize.render(overlay)))
        .filteredOn(pod -> pod.isMeantBy(monitor.at("/spec/selector")))
        .allMatch(pod -> pod.ports().containsKey(port))
        .extracting(pod -> pod.labels().get("app.kubernetes.io/name"))
        .containsExactlyInAnyOrderElementsOf(Services.ALL);
  }

  @Test
  @ExtendWith(Promtool.class)
  void the_rules_hold_what_their_own_tests_say() throws Exception {
    new YAMLMapper().writeValue(directory.resolve("rules.yaml").toFile(), rules().at("/spec"));
    Files.copy(Path.of("monitoring", "rules-test.yaml"), directory.resolve("rules-test.yaml"));

    assertThat(Promtool.run(directory, "check", "rules", "rules.yaml")).contains("SUCCESS");
    assertThat(Promtool.run(directory, "test", "rules", "rules-test.yaml")).contains("SUCCESS");
  }

  @Test
  void every_rule_has_its_paragraph_and_its_test() throws IOException {
    String operations = Files.readString(OPERATIONS);
    String tests = Files.readString(Path.of("monitoring", "rules-test.yaml"));
    List<JsonNode> alerts = rules().at("/spec/groups/0/rules").findParents("alert");
    assertThat(alerts).isNotEmpty();
    for (JsonNode alert : alerts) {
      String name = alert.path("alert").asText();
      assertThat(alert.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(operations).contains("\n#### " + name + "\n");
      assertThat(tests).contains("alertname: " + name).contains("alertname=\"" + name + "\"");
    }
  }

  private static Resource rules() {
    return monitoring("PrometheusRule");
  }

  private static Resource monitoring(String kind) {
    return Kustomize.render("monitoring").stream()
        .filter(resource -> resource.is(kind))
        .findFirst()
        .orElseThrow();
  }
}
