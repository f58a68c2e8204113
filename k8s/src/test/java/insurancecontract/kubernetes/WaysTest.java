package insurancecontract.kubernetes;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import insurancecontract.launch.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who can reach whom, and that what selects pods finds them. */
@ExtendWith(Kustomize.class)
class WaysTest {
  private static final List<String> CALLS =
      List.of(
          "gateway > payment:8080",
          "gateway > payment:8090",
          "gateway > subscription:8080",
          "gateway > subscription:8090",
          "gateway > underwriting:8080",
          "gateway > underwriting:8090",
          "gateway > view:8080",
          "gateway > view:8090",
          "subscription > payment:8080");

  private static final List<String> LAPTOP =
      List.of(
          "gateway > identity:8080",
          "payment > identity:8080",
          "payment > kafka:9092",
          "payment > postgres:5432",
          "subscription > identity:8080",
          "subscription > kafka:9092",
          "subscription > postgres:5432",
          "underwriting > identity:8080",
          "underwriting > kafka:9092",
          "underwriting > postgres:5432",
          "view > identity:8080",
          "view > kafka:9092",
          "view > postgres:5432");

  /** Copies of a database and of a broker talk among themselves. */
  private static final List<String> PRODUCTION =
      List.of(
          "kafka > kafka:9090",
          "kafka > kafka:9091",
          "kafka-entity-operator > kafka:9091",
          "payment > kafka:9093",
          "payment > payment-database:5432",
          "payment-database > payment-database:5432",
          "payment-database > payment-database:8000",
          "subscription > kafka:9093",
          "subscription > subscription-database:5432",
          "subscription-database > subscription-database:5432",
          "subscription-database > subscription-database:8000",
          "underwriting > kafka:9093",
          "underwriting > underwriting-database:5432",
          "underwriting-database > underwriting-database:5432",
          "underwriting-database > underwriting-database:8000",
          "view > kafka:9093",
          "view > view-database:5432",
          "view-database > view-database:5432",
          "view-database > view-database:8000");

  private static final Map<String, List<String>> OPEN =
      Map.of(
          "overlays/dev",
          LAPTOP,
          "overlays/production",
          PRODUCTION,
          "overlays/clustered",
          Stream.concat(PRODUCTION.stream(), amongMembers()).toList());

  /** Every service with every service, itself among them, and with nobody else. */
  private static Stream<String> amongMembers() {
    return Services.ALL.stream()
        .flatMap(
            from ->
                Services.ALL.stream()
                    .flatMap(
                        to ->
                            Pod.OF_A_MEMBER.values().stream()
                                .map(port -> from + " > " + to + ":" + port)));
  }

  @Overlays
  void exactly_the_needed_ways_are_open(String overlay) {
    SortedSet<String> needed = new TreeSet<>(CALLS);
    needed.addAll(OPEN.get(overlay));
    assertThat(ways(Kustomize.render(overlay))).isEqualTo(needed);
  }

  /** From outside, only whom a policy names: the Ingress, the measurements, the operators. */
  @Overlays
  void nobody_is_let_in_unnamed(String overlay) {
    for (Resource policy : policies(Kustomize.render(overlay))) {
      Resource.each(policy.at("/spec/ingress"))
          .forEach(
              rule -> {
                assertThat(rule.path("from")).as("%s", policy).isNotEmpty();
                assertThat(Resource.each(rule.path("from")))
                    .allMatch(WaysTest::isNamed, "names pods or a namespace");
              });
    }
  }

  private static boolean isNamed(JsonNode peer) {
    return !peer.has("ipBlock")
        && (peer.path("podSelector").size() > 0
            || peer.at("/namespaceSelector/matchLabels").has("kubernetes.io/metadata.name"));
  }

  @Overlays
  void every_service_finds_pods_that_listen_at_its_ports(String overlay) {
    List<Resource> resources = Kustomize.render(overlay);
    resources.stream()
        .filter(resource -> resource.is("Service"))
        .forEach(
            service -> {
              List<Pod> found =
                  Pod.of(resources).stream()
                      .filter(pod -> pod.matches(service.at("/spec/selector")))
                      .toList();
              boolean isName = service.at("/spec/clusterIP").asText().equals("None");
              assertThat(found)
                  .as("the pods of %s", service)
                  .hasSize(isName && found.size() > 1 ? Services.ALL.size() : 1);
              assertThat(Resource.each(service.at("/spec/ports")))
                  .allMatch(
                      port ->
                          found.stream()
                              .allMatch(
                                  pod ->
                                      pod.ports().containsKey(port.path("targetPort").asText())));
            });
  }

  /** With what is kept at one pod the others cannot help. */
  @Overlays
  void only_sessions_of_the_push_are_kept_at_one_pod(String overlay) {
    assertThat(Kustomize.render(overlay))
        .filteredOn(of -> of.is("Service") && of.at("/spec").has("sessionAffinity"))
        .extracting(Resource::name, of -> of.at("/spec/selector/app.kubernetes.io~1name").asText())
        .containsExactly(tuple("view-push", "view"));
  }

  @Overlays
  void every_selector_finds_pods(String overlay) {
    List<Resource> resources = Kustomize.render(overlay);
    List<Pod> pods = Pod.of(resources);
    for (Resource resource : resources) {
      selectors(resource)
          .forEach(
              selector ->
                  assertThat(pods)
                      .as("%s selects %s", resource, selector)
                      .anyMatch(pod -> pod.isMeantBy(selector)));
      if (resource.isWorkload()) {
        assertThat(pods)
            .as("%s has pods of its own and nobody else's", resource)
            .filteredOn(pod -> pod.isMeantBy(resource.at("/spec/selector")))
            .extracting(Pod::name)
            .containsExactly(resource.name());
      }
    }
  }

  /** Those that mean pods of this namespace. */
  private static List<JsonNode> selectors(Resource resource) {
    List<JsonNode> selectors = new ArrayList<>();
    if (resource.is("PodDisruptionBudget")) selectors.add(resource.at("/spec/selector"));
    if (resource.is("NetworkPolicy")) {
      selectors.add(resource.at("/spec/podSelector"));
      for (String way : List.of("/spec/ingress", "/spec/egress")) {
        Resource.each(resource.at(way))
            .flatMap(rule -> Resource.each(rule.path(way.endsWith("ingress") ? "from" : "to")))
            .filter(not(peer -> peer.has("namespaceSelector") || peer.has("ipBlock")))
            .forEach(peer -> selectors.add(peer.path("podSelector")));
      }
    }
    return selectors;
  }

  /** From whom to whom, at which port: where the one may go out and the other lets in. */
  private static SortedSet<String> ways(List<Resource> resources) {
    List<Resource> policies = policies(resources);
    List<Pod> pods = Pod.of(resources);
    SortedSet<String> ways = new TreeSet<>();
    for (Pod from : pods) {
      for (Pod to : pods) {
        for (int port : to.ports().values()) {
          if (isOpen(policies, "egress", from, to, to, port)
              && isOpen(policies, "ingress", to, from, to, port)) {
            ways.add(from.name() + " > " + to.name() + ":" + port);
          }
        }
      }
    }
    return ways;
  }

  /**
   * As Kubernetes has it: pods that no policy means are open, others to what some policy allows.
   */
  private static boolean isOpen(
      List<Resource> policies, String way, Pod own, Pod other, Pod to, int port) {
    List<Resource> meant =
        policies.stream()
            .filter(policy -> own.isMeantBy(policy.at("/spec/podSelector")))
            .filter(policy -> types(policy).contains(way))
            .toList();
    return meant.isEmpty()
        || meant.stream()
            .flatMap(policy -> Resource.each(policy.at("/spec/" + way)))
            .filter(rule -> allows(rule.path(way.equals("ingress") ? "from" : "to"), other))
            .anyMatch(
                rule ->
                    !rule.has("ports")
                        || Resource.each(rule.path("ports"))
                            .anyMatch(allowed -> to.hasAt(port, allowed.path("port"))));
  }

  private static List<String> types(Resource policy) {
    return Resource.texts(policy.at("/spec/policyTypes")).stream()
        .map(String::toLowerCase)
        .toList();
  }

  private static boolean allows(JsonNode peers, Pod pod) {
    return peers.isMissingNode()
        || Resource.each(peers)
            .filter(not(peer -> peer.has("namespaceSelector") || peer.has("ipBlock")))
            .anyMatch(peer -> pod.isMeantBy(peer.path("podSelector")));
  }

  /** Ours, and what Strimzi makes of a Kafka. */
  private static List<Resource> policies(List<Resource> resources) {
    List<Resource> policies = new ArrayList<>();
    for (Resource resource : resources) {
      if (resource.is("NetworkPolicy")) policies.add(resource);
      if (resource.is("Kafka")) policies.addAll(Strimzi.policies(resource));
    }
    return policies;
  }
}
