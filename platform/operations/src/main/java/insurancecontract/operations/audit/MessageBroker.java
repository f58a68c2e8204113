package insurancecontract.operations.audit;

import java.util.Map;

/**
 * The broker of a platform.
 *
 * @param client what any client of it is told
 * @param topicPrefix before every topic and group
 */
public record MessageBroker(Map<String, String> client, String topicPrefix) {
  /** One that is the platform's own, in the clear. */
  public static MessageBroker at(String bootstrapServers) {
    return new MessageBroker(Map.of("bootstrap.servers", bootstrapServers), "");
  }

  String named(String name) {
    return topicPrefix + name;
  }
}
