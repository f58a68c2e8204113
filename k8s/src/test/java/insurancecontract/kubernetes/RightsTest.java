package insurancecontract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import insurancecontract.chassis.kubernetes.KubernetesServices;
import insurancecontract.launch.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtendWith;

/** What pods may ask the Kubernetes API. */
@ExtendWith(Kustomize.class)
class RightsTest {
  private static final String OWN_SETTINGS = "configmaps %s: get";
  private static final String SERVICES = "services: list, watch";

  /** Only who calls others looks for them. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "gateway", List.of(OWN_SETTINGS.formatted("gateway"), SERVICES),
          "payment", List.of(OWN_SETTINGS.formatted("payment")),
          "subscription", List.of(OWN_SETTINGS.formatted("subscription"), SERVICES),
          "underwriting", List.of(OWN_SETTINGS.formatted("underwriting")),
          "view", List.of());

  /** Members of a cluster know each other without. */
  private static final String CLUSTERED = "overlays/clustered";

  private static List<String> needed(String overlay, String service) {
    return NEEDED.getOrDefault(service, List.of()).stream()
        .filter(right -> !overlay.equals(CLUSTERED) || !right.equals(SERVICES))
        .toList();
  }

  @Overlays
  void each_has_an_account_of_its_own_and_the_least_rights(String overlay) {
    List<Resource> resources = Kustomize.render(overlay);
    for (String service : NEEDED.keySet()) {
      Resource pods = find(resources, "Deployment", service);
      assertThat(pods.at("/spec/template/spec/serviceAccountName").asText()).isEqualTo(service);
      assertThat(rights(resources, service))
          .as("rights of %s", service)
          .isEqualTo(new TreeSet<>(needed(overlay, service)));
    }
  }

  /** A token that is not needed is one that can be stolen. */
  @Overlays
  void a_token_is_mounted_only_where_there_are_rights(String overlay) {
    List<Resource> resources = Kustomize.render(overlay);
    for (Resource workload : resources) {
      if (!workload.isWorkload()) continue;
      assertThat(hasToken(resources, workload))
          .as("%s has a token", workload)
          .isEqualTo(!needed(overlay, workload.name()).isEmpty());
    }
  }

  @Overlays
  void who_looks_for_services_may_and_the_others_do_not_look(String overlay) {
    for (Resource pods : Kustomize.render(overlay)) {
      if (!pods.is("Deployment")) continue;
      boolean looks =
          pods.containers()
              .flatMap(container -> Resource.each(container.path("env")))
              .anyMatch(
                  entry ->
                      entry.path("name").asText().equals("DISCOVERY_KUBERNETES")
                          && entry.path("value").asText().equals("true"));
      assertThat(looks)
          .as("%s looks for services", pods)
          .isEqualTo(needed(overlay, pods.name()).contains(SERVICES));
    }
  }

  @Overlays
  void every_service_that_is_called_can_be_found(String overlay) {
    List<Resource> resources = Kustomize.render(overlay);
    List<String> names = new ArrayList<>(Services.WITH_DATABASE);
    names.add("view-push");
    for (String called : names) {
      Resource service = find(resources, "Service", called);
      assertThat(Resource.fields(service.at("/metadata/labels")))
          .containsEntry(KubernetesServices.LABEL, called);
      assertThat(Resource.each(service.at("/spec/ports")).map(port -> port.path("name").asText()))
          .contains(KubernetesServices.PORT);
    }
  }

  private static boolean hasToken(List<Resource> resources, Resource workload) {
    JsonNode own = workload.at("/spec/template/spec/automountServiceAccountToken");
    if (!own.isMissingNode()) return own.asBoolean();
    Resource account =
        find(
            resources,
            "ServiceAccount",
            workload.at("/spec/template/spec/serviceAccountName").asText());
    return account.at("/automountServiceAccountToken").asBoolean(true);
  }

  private static SortedSet<String> rights(List<Resource> resources, String account) {
    SortedSet<String> rights = new TreeSet<>();
    for (Resource binding : resources) {
      if (!binding.is("RoleBinding")) continue;
      boolean isBound =
          Resource.each(binding.at("/subjects"))
              .anyMatch(
                  subject ->
                      subject.path("kind").asText().equals("ServiceAccount")
                          && subject.path("name").asText().equals(account));
      if (!isBound) continue;
      assertThat(binding.at("/roleRef/kind").asText()).isEqualTo("Role");
      Resource role = find(resources, "Role", binding.at("/roleRef/name").asText());
      Resource.each(role.at("/rules")).forEach(rule -> rights.add(right(rule)));
    }
    return rights;
  }

  private static String right(JsonNode rule) {
    assertThat(Resource.texts(rule.path("apiGroups"))).containsExactly("");
    String names = String.join(", ", Resource.texts(rule.path("resourceNames")));
    return String.join(", ", Resource.texts(rule.path("resources")))
        + (names.isEmpty() ? "" : " " + names)
        + ": "
        + String.join(", ", Resource.texts(rule.path("verbs")));
  }

  private static Resource find(List<Resource> resources, String kind, String name) {
    return resources.stream()
        .filter(resource -> resource.is(kind) && resource.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }
}
