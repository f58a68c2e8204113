package insurancecontract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No resource has a field that does not exist, or a value of another kind than it must be. */
@ExtendWith(Kustomize.class)
class StrictTest {

  @ParameterizedTest
  @MethodSource("insurancecontract.kubernetes.Kustomize#overlays")
  void every_field_exists(String overlay) throws JsonProcessingException {
    List<Resource> resources = Kustomize.render(overlay);
    assertThat(resources).isNotEmpty();
    for (Resource resource : resources) assertThat(Models.read(resource)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("insurancecontract.kubernetes.Kustomize#overlays")
  void every_name_is_there_once(String overlay) {
    assertThat(Kustomize.render(overlay)).extracting(Resource::toString).doesNotHaveDuplicates();
  }

  /** At the depth where mistakes happen, in each family of models. */
  @ParameterizedTest
  @CsvSource({
    "Deployment, /spec/template/spec/containers/0/readinessProbe",
    "Deployment, /spec/template/spec/securityContext",
    "HorizontalPodAutoscaler, /spec/metrics/0/resource",
    "NetworkPolicy, /spec",
    "Kafka, /spec/kafka/listeners/0",
    "Kafka, /spec/entityOperator/userOperator",
    "KafkaNodePool, /spec/storage/volumes/0",
    "KafkaUser, /spec/authentication",
    "Cluster, /spec/bootstrap/initdb"
  })
  void a_field_that_does_not_exist_is_refused(String kind, String place) {
    Resource resource = copyOf(kind);
    ((ObjectNode) resource.at(place)).put("periodSecond", 1);
    assertThatThrownBy(() -> Models.read(resource))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("periodSecond");
  }

  @Test
  void a_value_of_another_kind_is_refused() {
    Resource resource = copyOf("Deployment");
    ((ObjectNode) resource.at("/spec")).put("replicas", "some");
    assertThatThrownBy(() -> Models.read(resource)).isInstanceOf(MismatchedInputException.class);
  }

  private static Resource copyOf(String kind) {
    Resource found =
        Kustomize.render("overlays/production").stream()
            .filter(resource -> resource.is(kind))
            .findFirst()
            .orElseThrow();
    return new Resource(found.json().deepCopy());
  }
}
