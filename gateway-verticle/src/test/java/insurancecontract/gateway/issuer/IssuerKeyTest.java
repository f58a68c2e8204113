package insurancecontract.gateway.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeyTest {
  private static final IssuerKey KEY = IssuerKey.generate();

  @Test
  void a_key_survives_being_written_and_read() {
    assertThat(IssuerKey.parse(KEY.pem()).publicKeys()).isEqualTo(KEY.publicKeys());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\\n", "\r\n", ""})
  void line_breaks_may_have_been_replaced(String between) {
    String begin = "-----BEGIN PRIVATE KEY-----";
    String end = "-----END PRIVATE KEY-----";
    String inner = KEY.pem().replace(begin, "").replace(end, "").strip();
    String flattened = begin + between + inner.replace("\n", between) + between + end;
    assertThat(IssuerKey.parse(flattened).keyId()).isEqualTo(KEY.keyId());
  }

  @Test
  void the_public_key_contains_nothing_private() {
    JsonObject key = KEY.publicKeys().getJsonObject(0);
    assertThat(key.fieldNames()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
  }

  @Test
  void what_is_not_a_key_is_refused_without_being_quoted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IssuerKey.parse("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n"))
        .withMessageNotContaining("c2VjcmV0");
  }

  @Test
  void a_short_key_is_refused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> IssuerKey.parse(pem(generator.generateKeyPair().getPrivate().getEncoded())));
  }

  @Test
  void a_key_of_another_kind_is_refused() throws Exception {
    byte[] curve = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();
    assertThatIllegalArgumentException().isThrownBy(() -> IssuerKey.parse(pem(curve)));
  }

  @Test
  void a_key_prints_as_its_id() {
    assertThat(KEY).hasToString("IssuerKey[" + KEY.keyId() + "]");
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END PRIVATE KEY-----";
  }
}
