package insurancecontract.chassis.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFormTest {
  private static JsonObject token(String header, String payload) {
    return new JsonObject()
        .put("header", new JsonObject(header))
        .put("payload", new JsonObject(payload));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {}",
        "{\"typ\":\"JWT\"} | {\"exp\":1900000000,\"nbf\":1,\"iat\":1.5,\"aud\":\"x\"}",
        "{\"typ\":\"at+jwt\"} | {\"typ\":\"Bearer\",\"aud\":[\"x\",\"y\"]}",
        "{\"typ\":\"JWT\"} | {\"token_use\":\"access\",\"nonce\":\"n\"}"
      })
  void an_access_token_passes(String header, String payload) {
    assertThatCode(() -> TokenForm.check(token(header, payload))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"crit\":[\"exp\"]} | {}",
        "{\"crit\":null} | {}",
        "{\"typ\":\"dpop+jwt\"} | {}",
        "{\"typ\":\"logout+jwt\"} | {}",
        "{\"typ\":1} | {}",
        "{} | {\"typ\":\"ID\"}",
        "{} | {\"typ\":\"Refresh\"}",
        "{} | {\"token_use\":\"id\"}",
        "{} | {\"at_hash\":\"x\"}",
        "{} | {\"exp\":\"1900000000\"}",
        "{} | {\"exp\":null}",
        "{} | {\"exp\":1e999}",
        "{} | {\"exp\":true}",
        "{} | {\"nbf\":-1}",
        "{} | {\"nbf\":[1]}",
        "{} | {\"iat\":{}}",
        "{} | {\"aud\":1}",
        "{} | {\"aud\":[1]}",
        "{} | {\"aud\":{\"a\":\"b\"}}",
        "{} | {\"iss\":1}"
      })
  void any_other_is_refused(String header, String payload) {
    assertThatThrownBy(() -> TokenForm.check(token(header, payload)))
        .isInstanceOf(Unauthenticated.class);
  }
}
