package insurancecontract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the operator makes by itself of a Kafka. */
final class Strimzi {
  private Strimzi() {}

  /** The brokers, and the operator of their users. */
  static List<Pod> pods(Resource kafka) {
    String name = kafka.name();
    JsonNode listener = listener(kafka);
    String cluster = "strimzi.io/cluster";
    return List.of(
        new Pod(
            name,
            Map.of(
                cluster,
                name,
                "strimzi.io/name",
                name + "-kafka",
                "strimzi.io/broker-role",
                "true"),
            Map.of(
                "controlplane",
                9090,
                "replication",
                9091,
                listener.path("name").asText(),
                listener.path("port").asInt())),
        new Pod(
            name + "-entity-operator",
            Map.of(cluster, name, "strimzi.io/name", name + "-entity-operator"),
            Map.of()));
  }

  /** The brokers' authority, and the password of each of their users. */
  static Set<String> secrets(List<Resource> resources) {
    Set<String> secrets = new TreeSet<>();
    for (Resource kafka : resources) {
      if (!kafka.is("Kafka")) continue;
      secrets.add(kafka.name() + "-cluster-ca-cert");
      String prefix = kafka.at("/spec/entityOperator/userOperator/secretPrefix").asText();
      resources.stream()
          .filter(
              user ->
                  user.is("KafkaUser")
                      && user.at("/metadata/labels/strimzi.io~1cluster")
                          .asText()
                          .equals(kafka.name()))
          .forEach(user -> secrets.add(prefix + user.name()));
    }
    return secrets;
  }

  private static JsonNode listener(Resource kafka) {
    return kafka.at("/spec/kafka/listeners/0");
  }

  /**
   * The policies of the brokers: among themselves they may do anything, the operator of their users
   * asks them, clients reach a listener where it names them.
   *
   * @see <a href="https://strimzi.io/docs/operators/0.49.1/deploying#assembly-securing-access-str">
   *     its documentation</a>
   */
  static List<Resource> policies(Resource kafka) {
    JsonNode listener = listener(kafka);
    return Kustomize.parse(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: %1$s-network-policy-kafka
        spec:
          podSelector:
            matchLabels: {strimzi.io/cluster: %1$s, strimzi.io/name: %1$s-kafka}
          policyTypes: [Ingress]
          ingress:
            - ports: [{port: 9090}, {port: 9091}]
              from: [{podSelector: {matchLabels: {strimzi.io/name: %1$s-kafka}}}]
            - ports: [{port: 9091}]
              from: [{podSelector: {matchLabels: {strimzi.io/name: %1$s-entity-operator}}}]
            - ports: [{port: %2$d}]
              from: %3$s
        """
            .formatted(
                kafka.name(),
                listener.path("port").asInt(),
                listener.path("networkPolicyPeers").toString()));
  }
}
