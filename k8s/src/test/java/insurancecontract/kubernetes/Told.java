package insurancecontract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a service is told by the resources of an overlay. */
final class Told {
  private static final String READ_THROUGH_THE_API = "KUBERNETES_CONFIGMAP";

  private Told() {}

  /** All of it, by whichever way; a secret that comes from elsewhere is a sentence. */
  static Map<String, String> of(String overlay, Resource service) {
    Map<String, String> told = environment(overlay, service);
    told.putAll(changing(overlay, service));
    return told;
  }

  /** What stands in the environment of its process. */
  static Map<String, String> environment(String overlay, Resource service) {
    List<Resource> resources = Kustomize.render(overlay);
    Map<String, String> told = new TreeMap<>();
    service
        .containers()
        .forEach(
            container -> {
              Resource.each(container.path("envFrom"))
                  .forEach(
                      from ->
                          told.putAll(
                              configMap(resources, from.at("/configMapRef/name").asText())));
              Resource.each(container.path("env"))
                  .forEach(entry -> told.put(entry.path("name").asText(), value(entry)));
            });
    return told;
  }

  private static String value(JsonNode entry) {
    return entry.has("value")
        ? entry.path("value").asText()
        : "a secret that comes from elsewhere, long enough";
  }

  /** What it reads through the API. */
  static Map<String, String> changing(String overlay, Resource service) {
    return service
        .containers()
        .flatMap(container -> Resource.each(container.path("env")))
        .filter(entry -> entry.path("name").asText().equals(READ_THROUGH_THE_API))
        .map(entry -> entry.path("value").asText())
        .findFirst()
        .map(name -> configMap(Kustomize.render(overlay), name))
        .orElse(Map.of());
  }

  private static Map<String, String> configMap(List<Resource> resources, String name) {
    return resources.stream()
        .filter(resource -> resource.is("ConfigMap") && resource.name().equals(name))
        .findFirst()
        .map(found -> Resource.fields(found.at("/data")))
        .orElseThrow(() -> new AssertionError("no ConfigMap " + name));
  }
}
