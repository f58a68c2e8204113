package insurancecontract.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process joins no cluster and asks no Kubernetes, so it carries nothing for either. */
class ClassPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "insurancecontract/chassis/cluster",
        "insurancecontract/chassis/kubernetes",
        "io/vertx/ext/cluster/infinispan",
        "org/infinispan",
        "org/jgroups",
        "io/vertx/config/kubernetes"
      })
  void nothing_for_a_cluster_or_for_Kubernetes_is_on_the_class_path(String folder) {
    assertThat(getClass().getClassLoader().getResource(folder)).isNull();
  }
}
