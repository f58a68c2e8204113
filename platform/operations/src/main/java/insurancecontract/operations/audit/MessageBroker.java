package insurancecontract.operations.audit;

import java.util.Map;

/**
 * The broker of a platform.
 *
 * @param client the settings of every client
 * @param topicPrefix of every topic and group
 */
public record MessageBroker(Map<String, String> client, String topicPrefix) {
  /** The platform's own broker, without TLS. */
  public static MessageBroker at(String bootstrapServers) {
    return new MessageBroker(Map.of("bootstrap.servers", bootstrapServers), "");
  }

  String named(String name) {
    return topicPrefix + name;
  }
}
