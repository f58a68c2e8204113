package insurancecontract.chassis.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SettingsTest {
  enum Mode {
    FAST,
    SLOW
  }

  private final JsonObject values = new JsonObject();

  @Test
  void without_a_value_the_fallback_holds() {
    assertThat(value(settings -> settings.text("NAME", "x"))).isEqualTo("x");
    assertThat(value(settings -> settings.between("COUNT", 1, 9, 5))).isEqualTo(5);
    assertThat(value(settings -> settings.millis("WAIT_MS", 1, 9, 5)))
        .isEqualTo(Duration.ofMillis(5));
    assertThat(value(settings -> settings.flag("ON", true))).isEqualTo(true);
    assertThat(value(settings -> settings.ratio("RATE", 0.5))).isEqualTo(0.5);
    assertThat(value(settings -> settings.oneOf("MODE", Mode.class, Mode.SLOW)))
        .isEqualTo(Mode.SLOW);
    assertThat(value(settings -> settings.list("LIST", new JsonArray().add(1))))
        .isEqualTo(new JsonArray().add(1));
  }

  @Test
  void values_may_come_as_text_or_as_what_they_are() {
    values.put("A", "7").put("B", 7).put("C", " 7 ").put("ON", "TRUE").put("OFF", false);
    values.put("LIST", "[{\"id\":1}]").put("MODE", "fast").put("RATE", 1);
    assertThat(value(settings -> settings.between("A", 1, 9, 5))).isEqualTo(7);
    assertThat(value(settings -> settings.between("B", 1, 9, 5))).isEqualTo(7);
    assertThat(value(settings -> settings.between("C", 1, 9, 5))).isEqualTo(7);
    assertThat(value(settings -> settings.flag("ON", false))).isEqualTo(true);
    assertThat(value(settings -> settings.flag("OFF", true))).isEqualTo(false);
    assertThat(value(settings -> settings.list("LIST", null)))
        .isEqualTo(new JsonArray().add(new JsonObject().put("id", 1)));
    assertThat(value(settings -> settings.oneOf("MODE", Mode.class, Mode.SLOW)))
        .isEqualTo(Mode.FAST);
    assertThat(value(settings -> settings.ratio("RATE", 0))).isEqualTo(1.0);
  }

  @Test
  void a_services_own_value_comes_before_that_of_all() {
    values.put("HTTP_PORT", 1).put("PAYMENT_HTTP_PORT", 2).put("VIEW_HTTP_PORT", 3);
    assertThat(value(settings -> settings.between("HTTP_PORT", 1, 9, 5))).isEqualTo(2);
    assertThat(value(settings -> settings.scoped("VIEW").between("HTTP_PORT", 1, 9, 5)))
        .isEqualTo(3);
    assertThat(value(settings -> settings.scoped("OTHER").between("HTTP_PORT", 1, 9, 5)))
        .isEqualTo(1);
  }

  @Test
  void all_faults_are_named_at_once_each_with_its_key_its_value_and_what_is_allowed() {
    values.put("A", 10).put("PAYMENT_B", "x").put("C", "maybe").put("D", "1.5").put("E", "FASTER");
    values.put("F", "{}").put("G", "99999999999999999999");
    assertThatThrownBy(
            () ->
                bind(
                    settings -> {
                      int a = settings.between("A", 1, 9, 5);
                      int b = settings.between("B", 1, 9, 5);
                      boolean c = settings.flag("C", true);
                      double d = settings.ratio("D", 0);
                      Mode e = settings.oneOf("E", Mode.class, Mode.SLOW);
                      JsonArray f = settings.list("F", new JsonArray());
                      long g = settings.between("G", 1, 9, 5);
                      String text = settings.text("NAME");
                      Secret secret = settings.secret("PASSWORD");
                      return "" + a + b + c + d + e + f + g + text + secret;
                    }))
        .asInstanceOf(InstanceOfAssertFactories.throwable(SettingsRefused.class))
        .extracting(SettingsRefused::faults, InstanceOfAssertFactories.LIST)
        .containsExactly(
            "A: \"10\" is not allowed; allowed is a whole number from 1 to 9",
            "PAYMENT_B: \"x\" is not allowed; allowed is a whole number from 1 to 9",
            "C: \"maybe\" is not allowed; allowed is true or false",
            "D: \"1.5\" is not allowed; allowed is a number from 0 to 1",
            "E: \"FASTER\" is not allowed; allowed is one of [FAST, SLOW]",
            "F: \"{}\" is not allowed; allowed is a JSON list",
            "G: \"99999999999999999999\" is not allowed; allowed is a whole number from 1 to 9",
            "NAME: missing; allowed is a text; it has no default",
            "PASSWORD: missing; allowed is a secret");
  }

  @Test
  void faults_are_named_even_when_the_fallbacks_do_not_fit_together() {
    values.put("A", "x");
    assertThatThrownBy(
            () ->
                bind(
                    settings -> {
                      if (settings.between("A", 1, 9, 5) == 5) {
                        throw new IllegalArgumentException("five does not fit");
                      }
                      return null;
                    }))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageStartingWith("A: \"x\"");
  }

  @Test
  void a_secret_is_never_printed() {
    values.put("PASSWORD", "hunter2");
    assertThat(value(settings -> settings.secret("PASSWORD")))
        .hasToString("***")
        .isEqualTo(new Secret("hunter2"));
  }

  private Object value(Function<Settings, Object> binder) {
    return bind(binder);
  }

  private <T> T bind(Function<Settings, T> binder) {
    return Settings.bind(values, "PAYMENT", binder);
  }
}
