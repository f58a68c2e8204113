package insurancecontract.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.subscription.domain.CoolingOff;
import insurancecontract.subscription.domain.Product;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionConfigTest {
  private static SubscriptionConfig bound(JsonObject more) {
    JsonObject needed =
        new JsonObject()
            .put("POSTGRES_DATABASE", "subscription")
            .put("POSTGRES_USER", "subscription")
            .put("POSTGRES_PASSWORD", "secret")
            .put("IDENTITY_ISSUER", "http://issuer")
            .put("SERVICE_SECRET", "a-secret-that-is-long-enough-for-tests");
    return Settings.bind(needed.mergeIn(more), "SUBSCRIPTION", SubscriptionConfig::from);
  }

  @Test
  void the_demo_catalogue_has_the_documented_products_and_one_for_each_test_amount() {
    assertThat(bound(new JsonObject()).products().all())
        .containsExactly(
            new Product("Fisrtcancer", 30_000, "KRW"),
            new Product("Fisrtcancer3", 50_000, "KRW"),
            new Product("TestDeclined", 99_402, "KRW"),
            new Product("TestFails", 99_500, "KRW"),
            new Product("TestHangs", 99_504, "KRW"),
            new Product("TestRefundRefused", 99_410, "KRW"));
  }

  @Test
  void products_are_read_from_a_list_or_its_text() {
    String text = "[{\"productName\": \"암보험\", \"premium\": 12, \"currency\": \"EUR\"}]";

    assertThat(bound(new JsonObject().put("PRODUCTS", text)).products().all())
        .containsExactly(new Product("암보험", 12, "EUR"))
        .isEqualTo(bound(new JsonObject().put("PRODUCTS", new JsonArray(text))).products().all());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no list",
        "[5]",
        "[{}]",
        "[{\"productName\": \"X\"}]",
        "[{\"productName\": \"X\", \"premium\": 1.5}]",
        "[{\"productName\": \"X\", \"premium\": \"1\"}]",
        "[{\"productName\": \"X\", \"premium\": 0}]",
        "[{\"productName\": \"X\", \"premium\": 1000000000001}]",
        "[{\"productName\": \"X\", \"premium\": 99999999999999999999}]",
        "[{\"productName\": \"X\", \"premium\": 1, \"currency\": \"won\"}]",
        "[{\"productName\": \"X\", \"premium\": 1}, {\"productName\": \"X\", \"premium\": 2}]"
      })
  void products_that_cannot_be_are_refused_by_name(String products) {
    assertThatThrownBy(() -> bound(new JsonObject().put("PRODUCTS", products)))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("PRODUCTS");
  }

  @ParameterizedTest
  @CsvSource({
    "SWEEP_AFTER_MS, 1500, BREAKER_TIMEOUT_MS, 1500",
    "IDEMPOTENCY_WAIT_MS, 15000, HTTP_REQUEST_TIMEOUT_MS, 15000"
  })
  void a_time_that_must_be_longer_or_shorter_than_another_is_refused(
      String key, long value, String other, long otherValue) {
    assertThatThrownBy(() -> bound(new JsonObject().put(key, value).put(other, otherValue)))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining(key)
        .hasMessageContaining(other);
  }

  @Test
  void the_cooling_off_days_may_be_none() {
    assertThat(bound(new JsonObject().put("WITHDRAWAL_DAYS", 0)).coolingOff())
        .isEqualTo(new CoolingOff(0, ZoneId.of("Asia/Seoul")));
  }

  @Test
  void secrets_are_not_printed() {
    assertThat(bound(new JsonObject()).toString()).doesNotContain("secret");
  }
}
