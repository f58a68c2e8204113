package insurancecontract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pods that come of a resource.
 *
 * @param ports by name, those that are listened at
 */
record Pod(String name, Map<String, String> labels, Map<String, Integer> ports) {
  /** What members of a cluster open beyond their own. */
  static final Map<String, Integer> OF_A_MEMBER =
      Map.of("members", 7800, "alive", 7801, "bus", 7810);

  /** Those of our own workloads, and those that the operators make of their resources. */
  static List<Pod> of(List<Resource> resources) {
    List<Pod> pods = new ArrayList<>();
    for (Resource resource : resources) {
      if (resource.isWorkload()) {
        pods.add(
            new Pod(
                resource.name(),
                Resource.fields(resource.at("/spec/template/metadata/labels")),
                ports(resource.containers())));
      } else if (resource.is("Cluster")) {
        pods.add(
            new Pod(
                resource.name(),
                Map.of("cnpg.io/cluster", resource.name()),
                Map.of("postgresql", 5432, "status", 8000, "metrics", 9187)));
      } else if (resource.is("Kafka")) {
        pods.addAll(Strimzi.pods(resource));
      }
    }
    return pods;
  }

  private static Map<String, Integer> ports(Stream<JsonNode> containers) {
    Map<String, Integer> ports = new TreeMap<>();
    containers
        .flatMap(container -> Resource.each(container.path("ports")))
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    return ports;
  }

  /** Whether a selector means these pods; one that says nothing means all. */
  boolean isMeantBy(JsonNode selector) {
    boolean labels = matches(selector.path("matchLabels"));
    return labels
        && Resource.each(selector.path("matchExpressions"))
            .allMatch(
                expression -> {
                  if (!expression.path("operator").asText().equals("In")) {
                    throw new IllegalArgumentException("not understood: " + expression);
                  }
                  return Resource.texts(expression.path("values"))
                      .contains(this.labels.get(expression.path("key").asText()));
                });
  }

  /** Whether these pods have all of these labels. */
  boolean matches(JsonNode wanted) {
    return labels.entrySet().containsAll(Resource.fields(wanted).entrySet());
  }

  /** Whether a rule's port, a number or a name, is this one. */
  boolean hasAt(int port, JsonNode named) {
    return named.isInt() ? named.asInt() == port : ports.getOrDefault(named.asText(), -1) == port;
  }
}
