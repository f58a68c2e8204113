package insurancecontract.testing;

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

/**
 * An identity provider for tests: signs people's tokens with its key, services' with the shared
 * secret.
 */
public final class Tokens {
  private static final String ISSUER = "http://issuer.test";
  private static final String SERVICE_ISSUER = "insurancecontract-services";
  private static final String SERVICE_SECRET = "a-secret-that-only-services-of-tests-share";
  private static final String AUDIENCE = "insurancecontract";
  private static final String ALGORITHM = "RS256";
  private static final String SERVICE_ALGORITHM = "HS256";
  private static final String KEY_ID = "test";
  private static final int SECONDS = 600;
  private static final KeyPair KEYS = generate();

  private final JWTAuth people;
  private final JWTAuth services;

  /** One that signs on this Vert.x. */
  public Tokens(Vertx vertx) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    people =
        signer(vertx, new PubSecKeyOptions().setAlgorithm(ALGORITHM).setId(KEY_ID).setBuffer(pem));
    services =
        signer(
            vertx,
            new PubSecKeyOptions().setAlgorithm(SERVICE_ALGORITHM).setBuffer(SERVICE_SECRET));
  }

  private static JWTAuth signer(Vertx vertx, PubSecKeyOptions key) {
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
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

  /** The settings with which a service trusts these tokens. */
  public JsonObject settings() {
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
        .put("IDENTITY_JWKS", new JsonArray().add(jwk))
        .put("SERVICE_SECRET", SERVICE_SECRET);
  }

  /** Without the leading zero byte that Java adds for the sign. */
  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }

  /** The token of a person with these roles. */
  public String of(String subject, String... roles) {
    return of(subject, new JsonArray(Arrays.asList(roles)), new JsonObject(), SECONDS);
  }

  /** The token of a person with further claims. */
  public String of(String subject, String role, JsonObject claims) {
    return of(subject, new JsonArray().add(role), claims, SECONDS);
  }

  /** The token of a person that expires after so many seconds. */
  public String expiring(String subject, String role, int seconds) {
    return of(subject, new JsonArray().add(role), new JsonObject(), seconds);
  }

  private String of(String subject, JsonArray roles, JsonObject claims, int seconds) {
    return people.generateToken(
        claims.copy().put("sub", subject).put("roles", roles),
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setIssuer(ISSUER)
            .addAudience(AUDIENCE)
            .setExpiresInSeconds(seconds));
  }

  /** The token with which a service calls another. */
  public String ofService(String service) {
    return services.generateToken(
        new JsonObject().put("sub", service).put("roles", new JsonArray().add("service")),
        new JWTOptions()
            .setAlgorithm(SERVICE_ALGORITHM)
            .setIssuer(SERVICE_ISSUER)
            .setExpiresInSeconds(SECONDS));
  }
}
