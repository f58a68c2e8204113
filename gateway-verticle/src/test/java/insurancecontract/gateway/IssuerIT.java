package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.gateway.Platform.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerIT {
  private static Platform platform;

  @BeforeAll
  static void start() {
    platform = Platform.start();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void the_right_password_is_answered_with_a_token() {
    Reply reply = platform.signIn("alice", "alice");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getString("token_type")).isEqualTo("Bearer");
    assertThat(reply.json().getInteger("expires_in")).isEqualTo(3600);
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "alice, customer, ",
    "bob, customer, ",
    "uma, underwriter, 77001520",
    "uwe, underwriter, 77001521",
    "sue, supervisor, ",
    "otto, operator, "
  })
  void a_token_says_who_signed_in(String user, String role, Long underwriterId) {
    JsonObject claims = claims(platform.token(user));
    assertThat(claims.getString("sub")).isEqualTo(user);
    assertThat(claims.getString("name")).isEqualTo(user);
    assertThat(claims.getJsonArray("roles")).isEqualTo(new JsonArray().add(role));
    assertThat(claims.getLong("underwriterId")).isEqualTo(underwriterId);
    assertThat(claims.getString("iss")).isEqualTo(Platform.ISSUER);
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3600);
  }

  private static JsonObject claims(String token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return new JsonObject(new String(payload, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"sue, wrong", "nobody, nobody", "sue, SUE"})
  void a_wrong_password_and_an_unknown_user_get_the_same_answer(String user, String password) {
    Reply reply = platform.signIn(user, password);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().getString("detail"))
        .isEqualTo("The user name or the password is wrong.");
  }

  @Test
  void after_too_many_wrong_passwords_even_the_right_one_has_to_wait() {
    try (Platform other = Platform.start(new JsonObject().put("SIGN_IN_ATTEMPTS_PER_MINUTE", 3))) {
      for (int i = 0; i < 3; i++) {
        assertThat(other.signIn("otto", "wrong").status()).isEqualTo(401);
      }
      Reply reply = other.signIn("otto", "otto");
      assertThat(reply.status()).isEqualTo(429);
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 20);
      assertThat(other.signIn("uwe", "uwe").status()).isEqualTo(200);
    }
  }

  @Test
  void successful_sign_ins_are_not_limited() {
    for (int i = 0; i < 6; i++) {
      assertThat(platform.signIn("bob", "bob").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "username=alice",
        "password=x",
        "username=&password=x",
        "grant_type=x&username=a&password=b"
      })
  void an_incomplete_form_is_refused(String form) {
    assertThat(post("application/x-www-form-urlencoded", form).status()).isEqualTo(422);
  }

  @Test
  void a_body_that_is_not_a_form_is_refused() {
    assertThat(post("application/json", "{}").status()).isEqualTo(415);
  }

  @Test
  void a_form_that_is_too_long_is_refused() {
    String form = "username=" + "a".repeat(10_000) + "&password=b";
    Reply reply = post("application/x-www-form-urlencoded", form);
    assertThat(reply.status()).isEqualTo(413);
  }

  private static Reply post(String type, String body) {
    return platform.request(
        HttpMethod.POST,
        "/auth/token",
        MultiMap.caseInsensitiveMultiMap().add("content-type", type),
        Buffer.buffer(body));
  }

  @Test
  void the_keys_are_found_by_discovery() {
    JsonObject issuer = platform.get("/.well-known/openid-configuration").json();
    assertThat(issuer.getString("issuer")).isEqualTo(Platform.ISSUER);
    assertThat(issuer.getString("jwks_uri"))
        .isEqualTo("http://127.0.0.1:" + platform.gateway.port() + "/auth/jwks");
    JsonObject key = platform.get("/auth/jwks").json().getJsonArray("keys").getJsonObject(0);
    assertThat(key.getString("alg")).isEqualTo("RS256");
    assertThat(key.containsKey("d")).isFalse();
  }

  @Test
  void outside_standalone_mode_the_gateway_does_not_start_with_the_issuer() {
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(() -> Platform.start(new JsonObject().put("PLATFORM_MODE", "pods")))
        .withMessage(
            "ISSUER_BUILTIN: \"true\" is not allowed; allowed is false, unless PLATFORM_MODE is"
                + " standalone");
  }

  @Test
  void without_the_issuer_there_is_no_sign_in() {
    try (Platform pods =
        Platform.start(
            new JsonObject().put("ISSUER_BUILTIN", false).put("PLATFORM_MODE", "pods"))) {
      assertThat(pods.signIn("alice", "alice").status()).isEqualTo(404);
      assertThat(pods.get("/auth/jwks").status()).isEqualTo(404);
    }
  }
}
