package insurancecontract.gateway.issuer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key that the built-in issuer signs with, and the public half of it that everyone else checks
 * by.
 *
 * <p>RSA, since every call is checked twice and signed never: checking an RSA signature costs a
 * tenth of checking one on an elliptic curve.
 *
 * <p>Whoever starts the platform makes a key once with {@link #generate}, keeps {@link #pem} where
 * only the platform can read it, hands that to the gateway as {@code ISSUER_KEY} and {@link
 * #publicKeys} to every service as {@code IDENTITY_JWKS}.
 */
public final class IssuerKey {
  /** The JWS algorithm of the tokens. */
  public static final String ALGORITHM = "RS256";

  private static final int BITS = 2048;
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOTER = "-----END PRIVATE KEY-----";

  private final RSAPrivateCrtKey key;
  private final String keyId;

  private IssuerKey(RSAPrivateCrtKey key) {
    this.key = key;
    this.keyId = thumbprint();
  }

  /** A new key. Takes some tenths of a second of one core. */
  public static IssuerKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return new IssuerKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has RSA", impossible);
    }
  }

  /**
   * Reads what {@link #pem} wrote; line breaks may have become spaces, or {@code \n} in two
   * characters, on the way through an environment variable.
   *
   * @throws IllegalArgumentException when it is not an RSA key of at least 2048 bits in PKCS #8;
   *     the message holds nothing of the key
   */
  public static IssuerKey parse(String pem) {
    String text = pem.replace("\\n", "\n").strip();
    if (!text.startsWith(HEADER) || !text.endsWith(FOOTER)) throw notAKey();
    String body = text.substring(HEADER.length(), text.length() - FOOTER.length());
    try {
      byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      // Exactly this class carries the public exponent, too.
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey)
              KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
      if (key.getModulus().bitLength() < BITS) throw notAKey();
      return new IssuerKey(key);
    } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException unreadable) {
      throw notAKey();
    }
  }

  /** The private key as PKCS #8 in PEM. Guard it: who has it can be anyone. */
  public String pem() {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    return HEADER + "\n" + lines + "\n" + FOOTER + "\n";
  }

  /** The public key, as the one member of a list of JSON Web Keys, to check tokens by. */
  public JsonArray publicKeys() {
    return new JsonArray().add(publicJwk());
  }

  /** The key's name in tokens and in the key set: its RFC 7638 thumbprint. */
  public String keyId() {
    return keyId;
  }

  /** Both halves as a JSON Web Key, to sign with. */
  JsonObject privateJwk() {
    return publicJwk()
        .put("d", encoded(key.getPrivateExponent()))
        .put("p", encoded(key.getPrimeP()))
        .put("q", encoded(key.getPrimeQ()))
        .put("dp", encoded(key.getPrimeExponentP()))
        .put("dq", encoded(key.getPrimeExponentQ()))
        .put("qi", encoded(key.getCrtCoefficient()));
  }

  @Override
  public String toString() {
    return "IssuerKey[" + keyId + "]";
  }

  private JsonObject publicJwk() {
    return new JsonObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", ALGORITHM)
        .put("kid", keyId)
        .put("n", encoded(key.getModulus()))
        .put("e", encoded(key.getPublicExponent()));
  }

  private String thumbprint() {
    // RFC 7638 names these members in this order, without any space.
    String members =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
            .formatted(encoded(key.getPublicExponent()), encoded(key.getModulus()));
    try {
      return BASE64URL.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Unsigned and big-endian: Java puts a zero byte before a number whose first bit is set. */
  private static String encoded(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = new byte[bytes.length - sign];
    System.arraycopy(bytes, sign, unsigned, 0, unsigned.length);
    return BASE64URL.encodeToString(unsigned);
  }

  private static IllegalArgumentException notAKey() {
    return new IllegalArgumentException("not an RSA private key of 2048 bits or more in PKCS #8");
  }
}
