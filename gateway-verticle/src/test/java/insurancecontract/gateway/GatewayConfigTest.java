package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.gateway.issuer.IssuerKey;
import insurancecontract.gateway.limits.Descriptors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
  private static final String PEM = IssuerKey.generate().pem();

  private final JsonObject values =
      new JsonObject()
          .put("IDENTITY_ISSUER", "https://issuer.example")
          .put("SERVICE_SECRET", "a-secret-of-more-than-32-characters");

  @Test
  void the_built_in_issuer_is_off_by_default() {
    assertThat(read().issuer()).isEmpty();
  }

  @Test
  void the_built_in_issuer_needs_standalone_mode() {
    values.put("ISSUER_BUILTIN", true).put("PLATFORM_MODE", "standalone").put("ISSUER_KEY", PEM);
    assertThat(read().issuer()).hasValueSatisfying(i -> assertThat(i.users()).hasSize(6));
  }

  @Test
  void more_connections_than_the_process_may_open_files_for_stop_the_start() {
    int possible = Descriptors.connectionsMax();
    values.put("CONNECTIONS_MAX", possible + 1);
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(this::read)
        .withMessageContaining("CONNECTIONS_MAX");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pods", "clustered", ""})
  void the_built_in_issuer_stops_the_start_anywhere_else(String mode) {
    values.put("ISSUER_BUILTIN", true).put("PLATFORM_MODE", mode).put("ISSUER_KEY", PEM);
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(this::read)
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .containsExactly(
                        "ISSUER_BUILTIN: \"true\" is not allowed; allowed is false, unless"
                            + " PLATFORM_MODE is standalone"));
  }

  @Test
  void an_invalid_key_is_reported_and_not_shown() {
    values
        .put("ISSUER_BUILTIN", true)
        .put("PLATFORM_MODE", "standalone")
        .put("ISSUER_KEY", "hunter2");
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(this::read)
        .withMessageContaining("ISSUER_KEY")
        .withMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{}]",
        "[{\"name\":\"x\",\"roles\":[]}]",
        "[{\"name\":\"x\",\"roles\":[\"king\"]}]",
        "[{\"name\":\"x\",\"roles\":[\"service\"]}]",
        "[{\"name\":\"x\",\"roles\":[\"underwriter\"]}]",
        "[{\"name\":\"x\",\"roles\":[\"customer\"],\"underwriterId\":1}]",
        "[{\"name\":\"x\",\"roles\":[\"customer\"],\"password\":\"\"}]",
        "[{\"name\":\"x\",\"roles\":[\"customer\"]},{\"name\":\"x\",\"roles\":[\"customer\"]}]"
      })
  void invalid_users_stop_the_start(String users) {
    values
        .put("ISSUER_BUILTIN", true)
        .put("PLATFORM_MODE", "standalone")
        .put("ISSUER_KEY", PEM)
        .put("DEMO_USERS", users);
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(this::read)
        .withMessageContaining("DEMO_USERS");
  }

  @Test
  void all_faults_are_reported_at_once() {
    values
        .put("HTTP_PORT", 70_000)
        .put("UPSTREAM_POOL_SIZE", 0)
        .put("CORS_ORIGINS", new JsonArray().add("not an origin"));
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(this::read)
        .satisfies(refused -> assertThat(refused.faults()).hasSize(3));
  }

  @Test
  void a_config_may_be_printed() {
    values
        .put("ISSUER_BUILTIN", true)
        .put("PLATFORM_MODE", "standalone")
        .put("ISSUER_KEY", PEM)
        .put(
            "DEMO_USERS",
            "[{\"name\":\"x\",\"roles\":[\"customer\"],\"password\":\"open-sesame\"}]");
    assertThat(read().toString())
        .doesNotContain("open-sesame")
        .doesNotContain("BEGIN")
        .doesNotContain("a-secret-of-more");
  }

  private GatewayConfig read() {
    return Settings.bind(values, "GATEWAY", GatewayConfig::from);
  }
}
