package insurancecontract.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.settings.SettingsRefused;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class KafkaAccessTest {
  private static final String SECRET = "a \"quoted\" back\\slash;\n= '";

  private final JsonObject values = new JsonObject();

  @Test
  void without_settings_the_connection_is_plaintext() {
    assertThat(access().properties()).isEmpty();
  }

  @Test
  void with_a_trust_store_it_uses_tls() {
    values.put("KAFKA_TRUST_STORE", "/etc/kafka/ca.crt");
    assertThat(access().properties())
        .containsOnly(
            Map.entry("security.protocol", "SSL"),
            Map.entry("ssl.truststore.type", "PEM"),
            Map.entry("ssl.truststore.location", "/etc/kafka/ca.crt"));
  }

  @Test
  void with_a_user_the_service_signs_in() {
    values.put("KAFKA_TRUST_STORE", "/etc/kafka/ca.crt").put("KAFKA_USER", "payment");
    values.put("KAFKA_PASSWORD", SECRET);
    assertThat(access().properties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    assertThat(
            JaasContext.loadClientContext(
                    Map.of(
                        "sasl.jaas.config",
                        new Password(access().properties().get("sasl.jaas.config"))))
                .configurationEntries())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.getOptions())
                    .isEqualTo(Map.of("username", "payment", "password", SECRET)));
  }

  @Test
  void every_client_has_these_properties() {
    values.put("KAFKA_TRUST_STORE", "/etc/kafka/ca.crt");
    KafkaSettings kafka = Service.bind(values, KafkaSettings::from);
    assertThat(
            List.of(kafka.client("x"), kafka.producer("x"), kafka.consumer("x"), kafka.reader("x")))
        .allMatch(config -> config.get("security.protocol").equals("SSL"));
  }

  @Test
  void a_user_needs_a_password_and_a_trust_store() {
    values.put("KAFKA_USER", "payment");
    refused(
        "KAFKA_PASSWORD: missing; allowed is a secret, since there is KAFKA_USER",
        "KAFKA_TRUST_STORE: missing; allowed is a PEM file, since there is KAFKA_USER");
  }

  @Test
  void a_password_needs_a_user() {
    values.put("KAFKA_PASSWORD", SECRET);
    refused("KAFKA_USER: missing; allowed is a name, since there is KAFKA_PASSWORD");
  }

  @Test
  void the_password_is_never_printed() {
    values.put("KAFKA_TRUST_STORE", "x").put("KAFKA_USER", "y").put("KAFKA_PASSWORD", SECRET);
    assertThat(Service.bind(values, KafkaSettings::from).toString()).doesNotContain(SECRET);
  }

  private void refused(String... faults) {
    assertThatThrownBy(this::access)
        .asInstanceOf(InstanceOfAssertFactories.type(SettingsRefused.class))
        .satisfies(refused -> assertThat(refused.faults()).containsExactly(faults));
  }

  private KafkaAccess access() {
    return Service.bind(values, KafkaAccess::from);
  }
}
