package insurancecontract.chassis.kafka;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.chassis.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * How a service and the broker authenticate each other. With a trust store the connection uses TLS,
 * and the broker's certificate must be issued by its authority for the broker's host. With a user
 * the service signs in by SCRAM-SHA-512, over TLS only. Without either the connection is plaintext,
 * which is for a private network only.
 *
 * @param trustStore a PEM file with the certificates of the authority, or empty
 * @param user the user to sign in as, or empty
 * @param password of the user, or empty
 */
public record KafkaAccess(String trustStore, String user, Secret password) {
  private static final String TLS = "SSL";
  private static final String TLS_WITH_USER = "SASL_SSL";

  /** Reads them; a user needs a password and a trust store, a password needs a user. */
  static KafkaAccess from(Settings settings) {
    var access =
        new KafkaAccess(
            settings.text("KAFKA_TRUST_STORE", ""),
            settings.text("KAFKA_USER", ""),
            settings.secret("KAFKA_PASSWORD", ""));
    boolean hasUser = !access.user.isEmpty();
    boolean hasPassword = !access.password.value().isEmpty();
    if (hasUser && !hasPassword) {
      settings.fault("KAFKA_PASSWORD", null, "a secret, since there is KAFKA_USER");
    }
    if (hasPassword && !hasUser) {
      settings.fault("KAFKA_USER", null, "a name, since there is KAFKA_PASSWORD");
    }
    if (hasUser && access.trustStore.isEmpty()) {
      settings.fault("KAFKA_TRUST_STORE", null, "a PEM file, since there is KAFKA_USER");
    }
    return access;
  }

  /** These settings as client properties. */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    if (trustStore.isEmpty()) return properties;
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, TLS);
    properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
    properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, trustStore);
    if (user.isEmpty()) return properties;
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, TLS_WITH_USER);
    properties.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
    properties.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        ScramLoginModule.class.getName()
            + " required username=%s password=%s;"
                .formatted(quoted(user), quoted(password.value())));
    return properties;
  }

  /** Quoted, so that no character in the text can end it early. */
  private static String quoted(String text) {
    String inside =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r");
    return '"' + inside + '"';
  }
}
