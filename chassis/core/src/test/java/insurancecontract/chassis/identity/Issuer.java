package insurancecontract.chassis.identity;

import insurancecontract.chassis.settings.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** Someone who signs tokens with a key of their own. */
public final class Issuer {
  /** The name that the settings of tests trust. */
  public static final String NAME = "http://issuer.test";

  /** What services of tests sign with. */
  public static final Secret SERVICE_SECRET = new Secret("a secret that only tests of ours know");

  /** As it is without settings. */
  public static final IssuerKeys FETCHING =
      new IssuerKeys(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30));

  /** As it is without settings. */
  public static final Duration LEEWAY = Duration.ofSeconds(5);

  private static final String AUDIENCE = "insurancecontract";

  private final JsonObject publicKey;
  private final JWTAuth signer;

  /** An issuer with a new key. */
  public Issuer(Vertx vertx, String keyId) {
    KeyPair pair = pair();
    ECPublicKey known = (ECPublicKey) pair.getPublic();
    publicKey =
        new JsonObject()
            .put("kty", "EC")
            .put("crv", "P-256")
            .put("alg", "ES256")
            .put("use", "sig")
            .put("kid", keyId)
            .put("x", coordinate(known.getW().getAffineX()))
            .put("y", coordinate(known.getW().getAffineY()));
    JsonObject privateKey =
        publicKey.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
    signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(privateKey));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  /** The key that others check with. */
  public JsonObject publicKey() {
    return publicKey.copy();
  }

  /** Settings that trust exactly this issuer, by its key. */
  public IdentitySettings trusted() {
    return settings(NAME, new JsonArray().add(publicKey));
  }

  /** Settings that trust {@code issuer}, by these keys or by those that it publishes. */
  public static IdentitySettings settings(String issuer, JsonArray keys) {
    return new IdentitySettings(issuer, AUDIENCE, keys, FETCHING, LEEWAY, "roles", SERVICE_SECRET);
  }

  /** What a good token of {@code subject} says. */
  public static JsonObject claims(String subject, String... roles) {
    return new JsonObject()
        .put("iss", NAME)
        .put("aud", AUDIENCE)
        .put("sub", subject)
        .put("roles", new JsonArray(Arrays.asList(roles)))
        .put("exp", System.currentTimeMillis() / 1_000 + 300);
  }

  /** A signed token that says this and nothing else. */
  public String sign(JsonObject claims) {
    return signer.generateToken(
        claims, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
  }

  /** A good token. */
  public String token(String subject, String... roles) {
    return sign(claims(subject, roles));
  }
}
