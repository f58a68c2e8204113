package insurancecontract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the operator makes by itself of a Kafka. */
final class Strimzi {
  private Strimzi() {}

  /**
   * The policies of the brokers: among themselves they may do anything, clients reach a listener
   * where it names them.
   *
   * @see <a href="https://strimzi.io/docs/operators/0.49.1/deploying#assembly-securing-access-str">
   *     its documentation</a>
   */
  static List<Resource> policies(Resource kafka) {
    JsonNode listener = kafka.at("/spec/kafka/listeners/0");
    return Kustomize.parse(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: %1$s-network-policy-kafka
        spec:
          podSelector:
            matchLabels: {strimzi.io/cluster: %1$s}
          policyTypes: [Ingress]
          ingress:
            - ports: [{port: 9090}, {port: 9091}]
              from: [{podSelector: {matchLabels: {strimzi.io/cluster: %1$s}}}]
            - ports: [{port: %2$d}]
              from: %3$s
        """
            .formatted(
                kafka.name(),
                listener.path("port").asInt(),
                listener.path("networkPolicyPeers").toString()));
  }
}
