package insurancecontract.chassis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsRefused;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
  private final JsonObject values =
      new JsonObject()
          .put("CLUSTER_MEMBERS", "127.0.0.1:7800, 127.0.0.1:7900")
          .put("CLUSTER_HOST", "127.0.0.1")
          .put("CLUSTER_TLS", false);

  @Test
  void nobody_is_in_a_cluster_who_does_not_say_so() {
    values.remove("CLUSTER_MEMBERS");
    assertThat(bound()).isEmpty();
  }

  @Test
  void members_are_named_by_their_addresses() {
    InetAddress here = InetAddress.getLoopbackAddress();
    assertThat(bound().orElseThrow().members())
        .containsExactly(new InetSocketAddress(here, 7800), new InetSocketAddress(here, 7900));
  }

  @Test
  void or_by_one_name_for_all() {
    values.put("CLUSTER_MEMBERS", "dns:members");
    assertThat(bound().orElseThrow().dns()).contains("members");
    assertThat(bound().orElseThrow().members()).isEmpty();
  }

  @Test
  void others_reach_it_where_it_listens_unless_it_says_otherwise() {
    assertThat(bound().orElseThrow().publicHost()).isEqualTo("127.0.0.1");
    values.put("CLUSTER_PUBLIC_HOST", "192.0.2.7");
    assertThat(bound().orElseThrow().publicHost()).isEqualTo("192.0.2.7");
    assertThat(bound().orElseThrow().host()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:", ":7800", "127.0.0.1:7800,", "a:b", "a:99999"})
  void members_without_an_address_are_refused(String members) {
    values.put("CLUSTER_MEMBERS", members);
    assertThatThrownBy(this::bound)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("CLUSTER_MEMBERS")
        .hasMessageContaining("host:port");
  }

  @Test
  void who_has_no_certificate_must_say_that_there_is_to_be_none() {
    values.remove("CLUSTER_TLS");
    assertThatThrownBy(this::bound)
        .hasMessageContaining("CLUSTER_KEY_STORE")
        .hasMessageContaining("CLUSTER_TRUST_STORE")
        .hasMessageContaining("CLUSTER_STORE_PASSWORD");
  }

  private Optional<ClusterSettings> bound() {
    return Settings.bind(values, "PROCESS", ClusterSettings::from);
  }
}
