package insurancecontract.chassis.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {
  private final KnownSettings known =
      new KnownSettings(List.of("POSTGRES_POOL_SIZE", "HTTP_PORT"), List.of("PAYMENT"));

  @Test
  void a_key_is_known_as_it_stands_and_within_a_scope() {
    assertThat(known.faults(List.of("POSTGRES_POOL_SIZE", "PAYMENT_POSTGRES_POOL_SIZE"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POSTGRES_POOLSIZE",
        "POSTGRES_POOL_SIZES",
        "POSTGERS_POOL_SIZE",
        "postgres_pool_size",
        "postgres.pool-size"
      })
  void a_misspelt_key_is_named_with_the_one_that_was_meant(String key) {
    assertThat(known.faults(List.of(key)))
        .containsExactly(key + ": there is no such setting; did you mean POSTGRES_POOL_SIZE?");
  }

  @Test
  void the_one_that_was_meant_keeps_its_scope() {
    assertThat(known.faults(List.of("PAYMENT_HTTP_PROT")))
        .containsExactly(
            "PAYMENT_HTTP_PROT: there is no such setting; did you mean PAYMENT_HTTP_PORT?");
  }

  @Test
  void a_key_that_resembles_none_belongs_to_another_program() {
    assertThat(known.faults(List.of("JAVA_TOOL_OPTIONS", "POSTGRES_POOL"))).isEmpty();
  }

  @Test
  void all_misspelt_keys_are_named() {
    assertThat(known.faults(List.of("HTTP_PORTS", "HTTPPORT"))).hasSize(2);
  }
}
