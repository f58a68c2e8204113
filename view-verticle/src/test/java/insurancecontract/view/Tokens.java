package insurancecontract.view;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** An identity provider for tests, with a key that no other has. */
final class Tokens {
  private static final String ISSUER = "http://issuer.test";
  private static final String AUDIENCE = "insurancecontract";
  private static final String ALGORITHM = "RS256";
  private static final String KEY_ID = "test";
  private static final KeyPair KEYS = generate();

  private final JWTAuth signer;

  Tokens(Vertx vertx) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    signer =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm(ALGORITHM).setId(KEY_ID).setBuffer(pem)));
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** What a service needs to believe these tokens. */
  JsonObject settings() {
    RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
    JsonObject jwk =
        new JsonObject()
            .put("kty", "RSA")
            .put("kid", KEY_ID)
            .put("alg", ALGORITHM)
            .put("use", "sig")
            .put("n", base64(key.getModulus()))
            .put("e", base64(key.getPublicExponent()));
    return new JsonObject()
        .put("IDENTITY_ISSUER", ISSUER)
        .put("IDENTITY_AUDIENCE", AUDIENCE)
        .put("IDENTITY_JWKS", new JsonArray().add(jwk));
  }

  /** Without the zero that tells Java of the sign. */
  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }

  /** Someone with these claims besides. */
  String of(String subject, String role, JsonObject claims) {
    return of(subject, role, claims, 300);
  }

  /** The same, for so many seconds. */
  String of(String subject, String role, JsonObject claims, int seconds) {
    return signer.generateToken(
        claims.copy().put("sub", subject).put("roles", new JsonArray().add(role)),
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setIssuer(ISSUER)
            .addAudience(AUDIENCE)
            .setExpiresInSeconds(seconds));
  }
}
