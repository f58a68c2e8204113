package insurancecontract.payment;

import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.identity.ServiceCredential;
import insurancecontract.chassis.settings.Settings;
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
import java.util.Base64;

/**
 * An identity provider for tests: people's tokens by its own key, services' by the shared secret.
 */
final class Tokens {
  private static final String ISSUER = "http://issuer.test";
  private static final String AUDIENCE = "insurancecontract";

  private final Vertx vertx;
  private final KeyPair keys;
  private final JWTAuth signer;

  Tokens(Vertx vertx) {
    this.vertx = vertx;
    this.keys = generate();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    this.signer =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm("RS256").setId("test").setBuffer(pem)));
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a service needs to believe these tokens. */
  JsonObject settings() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return new JsonObject()
        .put("IDENTITY_ISSUER", ISSUER)
        .put("IDENTITY_AUDIENCE", AUDIENCE)
        .put("SERVICE_SECRET", "a-secret-that-only-tests-of-payment-share")
        .put(
            "IDENTITY_JWKS",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kty", "RSA")
                        .put("kid", "test")
                        .put("alg", "RS256")
                        .put("use", "sig")
                        .put("n", base64(key.getModulus()))
                        .put("e", base64(key.getPublicExponent()))));
  }

  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }

  /** A person's token. */
  String of(String person, String role) {
    return signer.generateToken(
        new JsonObject().put("sub", person).put("roles", new JsonArray().add(role)),
        new JWTOptions()
            .setAlgorithm("RS256")
            .setIssuer(ISSUER)
            .addAudience(AUDIENCE)
            .setExpiresInMinutes(10));
  }

  /** The token of the service that asks. */
  String ofService() {
    IdentitySettings identity = Settings.bind(settings(), "PAYMENT", IdentitySettings::from);
    return new ServiceCredential(vertx, identity, "subscription").token();
  }
}
