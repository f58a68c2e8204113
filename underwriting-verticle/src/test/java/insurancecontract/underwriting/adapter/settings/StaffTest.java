package insurancecontract.underwriting.adapter.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.underwriting.adapter.settings.Staff.Member;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaffTest {
  private static Staff staff(JsonObject settings) {
    return Settings.bind(settings, "UNDERWRITING", Staff::from);
  }

  private static Staff staff(String underwriters) {
    return staff(new JsonObject().put("UNDERWRITERS", underwriters));
  }

  @Test
  void by_default_uma_and_uwe_take_fifty_cases_each() {
    assertThat(staff(new JsonObject()).members())
        .containsExactly(new Member(77001520, "uma", 50), new Member(77001521, "uwe", 50));
  }

  @Test
  void underwriters_are_read_from_json() {
    assertThat(staff("[{\"underwriterId\": 5, \"name\": \"ulf\", \"capacity\": 0}]").members())
        .containsExactly(new Member(5, "ulf", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "uma",
        "[\"uma\"]",
        "[{\"underwriterId\": 0, \"name\": \"ulf\", \"capacity\": 1}]",
        "[{\"underwriterId\": 1.5, \"name\": \"ulf\", \"capacity\": 1}]",
        "[{\"underwriterId\": 5, \"name\": \" \", \"capacity\": 1}]",
        "[{\"underwriterId\": 5, \"name\": \"ulf\", \"capacity\": -1}]",
        "[{\"underwriterId\": 5, \"name\": \"ulf\", \"capacity\": 10001}]",
        "[{\"underwriterId\": 5, \"name\": \"ulf\"}]",
        "[{\"underwriterId\": 5, \"name\": \"ulf\", \"capacity\": 1},"
            + "{\"underwriterId\": 5, \"name\": \"uli\", \"capacity\": 1}]",
      })
  void invalid_staff_is_refused_with_what_is_allowed(String underwriters) {
    assertThatThrownBy(() -> assertThat(staff(underwriters)).isNull())
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("UNDERWRITERS")
        .hasMessageContaining("allowed is");
  }
}
