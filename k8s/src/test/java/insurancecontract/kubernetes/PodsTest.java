package insurancecontract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** How pods are run. */
@ExtendWith(Kustomize.class)
class PodsTest {
  private static final List<String> SERVICES =
      List.of("gateway", "payment", "subscription", "underwriting", "view");

  @Overlays
  void every_service_is_there(String overlay) {
    assertThat(deployments(overlay)).extracting(Resource::name).containsExactlyElementsOf(SERVICES);
  }

  @Overlays
  void started_alive_and_ready_are_three_questions(String overlay) {
    eachContainer(
        overlay,
        (of, container) -> {
          JsonNode started = container.path("startupProbe");
          JsonNode alive = container.path("livenessProbe");
          JsonNode ready = container.path("readinessProbe");
          assertThat(List.of(started, alive, ready))
              .as("the probes of %s", of)
              .allMatch(JsonNode::isObject)
              .doesNotHaveDuplicates();
          assertThat(patience(started))
              .as("seconds that %s may take to start", of)
              .isBetween(60, 300);
          assertThat(patience(alive)).as("seconds that %s may hang", of).isBetween(20, 120);
          assertThat(patience(ready)).as("seconds until %s is left out", of).isLessThan(20);
        });
  }

  /** A database that is away makes a service not ready; it must never get it killed. */
  @Overlays
  void only_readiness_looks_beyond_the_process(String overlay) {
    for (Resource service : deployments(overlay)) {
      service
          .containers()
          .forEach(
              container -> {
                assertThat(path(container, "readinessProbe")).isEqualTo("/health/ready");
                assertThat(path(container, "livenessProbe")).isEqualTo("/health/live");
                assertThat(path(container, "startupProbe")).isEqualTo("/health/live");
              });
    }
  }

  @Overlays
  void probes_ask_a_port_that_is_there(String overlay) {
    eachContainer(
        overlay,
        (of, container) -> {
          List<String> ports =
              Resource.each(container.path("ports"))
                  .map(port -> port.path("name").asText())
                  .toList();
          Stream.of("startupProbe", "livenessProbe", "readinessProbe")
              .map(container::path)
              .flatMap(probe -> Stream.of(probe.path("httpGet"), probe.path("tcpSocket")))
              .filter(JsonNode::isObject)
              .forEach(
                  question -> assertThat(ports).as(of).contains(question.path("port").asText()));
        });
  }

  @Overlays
  void memory_is_asked_for_whole_and_processors_are_limited(String overlay) {
    eachContainer(
        overlay,
        (of, container) -> {
          JsonNode asked = container.at("/resources/requests");
          JsonNode limit = container.at("/resources/limits");
          assertThat(quantity(asked, "memory"))
              .as("memory of %s", of)
              .isPositive()
              .isEqualTo(quantity(limit, "memory"));
          assertThat(quantity(asked, "cpu"))
              .as("processors of %s", of)
              .isPositive()
              .isLessThan(quantity(limit, "cpu"));
        });
  }

  @Overlays
  void every_image_has_a_version(String overlay) {
    Kustomize.render(overlay).stream()
        .flatMap(
            resource ->
                Stream.concat(
                    resource.containers().map(container -> container.path("image")),
                    Stream.of(resource.at("/spec/imageName")).filter(JsonNode::isTextual)))
        .forEach(image -> assertThat(image.asText()).matches(".+:[0-9][0-9.]*[0-9]"));
  }

  /** As the standard `restricted` wants it, which the namespace enforces. */
  @Overlays
  void nobody_is_root_or_can_become_it(String overlay) {
    Resource namespace =
        Kustomize.render(overlay).stream()
            .filter(of -> of.is("Namespace"))
            .findFirst()
            .orElseThrow();
    assertThat(Resource.fields(namespace.at("/metadata/labels")))
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    for (Resource workload : workloads(overlay)) {
      JsonNode pod = workload.at("/spec/template/spec/securityContext");
      assertThat(pod.path("runAsNonRoot").asBoolean()).as("%s", workload).isTrue();
      assertThat(pod.path("runAsUser").asInt()).as("%s", workload).isPositive();
      assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    }
    eachContainer(overlay, (of, container) -> cannotGain(of, container.path("securityContext")));
  }

  /** Strimzi's own default is more than the namespace lets in. */
  @Overlays
  void nor_are_the_pods_that_an_operator_runs(String overlay) {
    for (Resource kafka : Kustomize.render(overlay)) {
      if (!kafka.is("Kafka")) continue;
      for (String container :
          List.of(
              "kafka/template/kafkaContainer",
              "kafka/template/initContainer",
              "entityOperator/template/userOperatorContainer")) {
        JsonNode may = kafka.at("/spec/" + container + "/securityContext");
        cannotGain(container, may);
        assertThat(may.path("runAsNonRoot").asBoolean()).as(container).isTrue();
        assertThat(may.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
      }
      assertThat(kafka.at("/spec/entityOperator").has("topicOperator"))
          .as("more of its pods")
          .isFalse();
    }
  }

  private static void cannotGain(String of, JsonNode may) {
    assertThat(may.path("allowPrivilegeEscalation").asBoolean(true)).as(of).isFalse();
    assertThat(Resource.texts(may.at("/capabilities/drop"))).as(of).containsExactly("ALL");
  }

  /** Keycloak's development mode, for laptops alone, builds itself anew at start. */
  @Overlays
  void only_a_laptops_identity_provider_can_write_to_its_own_files(String overlay) {
    Set<String> writing =
        overlay.equals("overlays/dev") ? Set.of("StatefulSet identity") : Set.of();
    assertThat(workloads(overlay))
        .filteredOn(
            workload ->
                !workload
                    .containers()
                    .allMatch(
                        container ->
                            container.at("/securityContext/readOnlyRootFilesystem").asBoolean()))
        .extracting(Resource::toString)
        .hasSameElementsAs(writing);
  }

  @Overlays
  void a_new_version_comes_before_the_old_one_goes(String overlay) {
    for (Resource service : deployments(overlay)) {
      JsonNode rolling = service.at("/spec/strategy/rollingUpdate");
      assertThat(rolling.path("maxSurge").asInt()).as("%s", service).isPositive();
      assertThat(rolling.path("maxUnavailable").asInt(1)).as("%s", service).isZero();
      assertThat(service.at("/spec/minReadySeconds").asInt())
          .as("who calls %s has found the new one before an old one goes", service)
          .isPositive();
      assertThat(service.at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
          .as("a stop takes up to 20 s")
          .isGreaterThan(20);
    }
  }

  @Overlays
  void pods_of_a_service_are_spread_over_nodes_and_zones(String overlay) {
    for (Resource service : deployments(overlay)) {
      JsonNode spread = service.at("/spec/template/spec/topologySpreadConstraints");
      assertThat(Resource.each(spread).map(one -> one.path("topologyKey").asText()))
          .as("%s", service)
          .contains("kubernetes.io/hostname", "topology.kubernetes.io/zone");
      assertThat(Resource.each(spread))
          .as("a node that takes no pods does not count")
          .allMatch(one -> one.path("nodeTaintsPolicy").asText().equals("Honor"))
          .as("pods that are about to go do not count")
          .allMatch(one -> Resource.texts(one.path("matchLabelKeys")).contains("pod-template-hash"))
          .allMatch(
              one ->
                  Resource.fields(one.at("/labelSelector/matchLabels"))
                      .equals(Resource.fields(service.at("/spec/selector/matchLabels"))));
    }
  }

  @Overlays
  void every_service_grows_with_its_load_and_may_lose_one_pod_at_a_time(String overlay) {
    List<Resource> resources = Kustomize.render(overlay);
    assertThat(resources.stream().filter(of -> of.is("HorizontalPodAutoscaler")))
        .allMatch(of -> of.at("/spec/scaleTargetRef/name").asText().equals(of.name()))
        .allMatch(of -> of.at("/spec/minReplicas").asInt() >= 2)
        .extracting(Resource::name)
        .hasSameElementsAs(SERVICES);
    assertThat(resources.stream().filter(of -> of.is("PodDisruptionBudget")))
        .allMatch(of -> of.at("/spec/maxUnavailable").asInt() == 1)
        .extracting(Resource::name)
        .hasSameElementsAs(SERVICES);
  }

  /** A number beside the autoscaler's would undo, at each release, what that has decided. */
  @Overlays
  void how_many_there_are_only_the_autoscaler_says(String overlay) {
    assertThat(deployments(overlay)).noneMatch(service -> service.at("/spec").has("replicas"));
  }

  /** Variables such as PAYMENT_PORT, which Kubernetes would add, look like settings of ours. */
  @Overlays
  void kubernetes_adds_no_settings(String overlay) {
    assertThat(workloads(overlay))
        .allMatch(of -> !of.at("/spec/template/spec/enableServiceLinks").asBoolean(true));
  }

  private static List<Resource> deployments(String overlay) {
    return Kustomize.render(overlay).stream()
        .filter(resource -> resource.is("Deployment"))
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  private static List<Resource> workloads(String overlay) {
    return Kustomize.render(overlay).stream().filter(Resource::isWorkload).toList();
  }

  private static void eachContainer(String overlay, BiConsumer<String, JsonNode> check) {
    for (Resource workload : workloads(overlay)) {
      workload.containers().forEach(container -> check.accept(workload.toString(), container));
    }
  }

  private static int patience(JsonNode probe) {
    return probe.path("periodSeconds").asInt(10) * probe.path("failureThreshold").asInt(3);
  }

  private static String path(JsonNode container, String probe) {
    return container.path(probe).at("/httpGet/path").asText();
  }

  private static double quantity(JsonNode of, String what) {
    JsonNode value = of.path(what);
    return value.isMissingNode()
        ? 0
        : Quantity.getAmountInBytes(new Quantity(value.asText())).doubleValue();
  }
}
