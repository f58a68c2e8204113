package insurancecontract.gateway.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * The key pair of the built-in issuer.
 *
 * <p>RSA, because each call's token is verified twice: verifying an RSA signature costs a tenth of
 * verifying one on an elliptic curve.
 *
 * <p>Created once with {@link #generate}. {@link #pem} is the gateway's {@code ISSUER_KEY} and must
 * be readable by the platform alone; {@link #publicKeys} is every service's {@code IDENTITY_JWKS}.
 */
public final class IssuerKey {
  /** The JWS algorithm of the tokens. */
  public static final String ALGORITHM = JWSAlgorithm.RS256.getName();

  private static final int BITS = 2048;
  private static final String HEADER = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOTER = "-----END PRIVATE KEY-----";

  private final RSAKey key;

  private IssuerKey(RSAKey key) {
    this.key = key;
  }

  /** A new key. Takes some tenths of a second of one core. */
  public static IssuerKey generate() {
    try {
      return new IssuerKey(
          new RSAKeyGenerator(BITS)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint(true)
              .generate());
    } catch (JOSEException impossible) {
      throw new IllegalStateException("every Java platform has RSA", impossible);
    }
  }

  /**
   * Reads what {@link #pem} returned. An environment variable may have turned its line breaks into
   * spaces or into the two characters {@code \n}.
   *
   * @throws IllegalArgumentException when it is not an RSA key of at least 2048 bits in PKCS #8;
   *     the message contains nothing of the key
   */
  public static IssuerKey parse(String pem) {
    String text = pem.replace("\\n", "\n").strip();
    if (!text.startsWith(HEADER) || !text.endsWith(FOOTER)) throw notAKey();
    String body = text.substring(HEADER.length(), text.length() - FOOTER.length());
    try {
      byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      KeyFactory factory = KeyFactory.getInstance("RSA");
      // A CRT key contains the public exponent, so the public key follows from it.
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
      if (key.getModulus().bitLength() < BITS) throw notAKey();
      RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return new IssuerKey(
          new RSAKey.Builder((RSAPublicKey) factory.generatePublic(spec))
              .privateKey(key)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint()
              .build());
    } catch (GeneralSecurityException
        | JOSEException
        | ClassCastException
        | IllegalArgumentException unreadable) {
      throw notAKey();
    }
  }

  /** The private key as PKCS #8 in PEM. Keep it secret: its owner can sign in as anyone. */
  public String pem() {
    try {
      String lines =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(key.toPrivateKey().getEncoded());
      return HEADER + "\n" + lines + "\n" + FOOTER + "\n";
    } catch (JOSEException impossible) {
      throw new IllegalStateException("this key has a private half", impossible);
    }
  }

  /** The public key, as the only member of a list of JSON Web Keys. */
  public JsonArray publicKeys() {
    return new JsonArray().add(new JsonObject(key.toPublicJWK().toJSONObject()));
  }

  /** The key's id in tokens and in the key set: its RFC 7638 thumbprint. */
  public String keyId() {
    return key.getKeyID();
  }

  /** Both halves as a JSON Web Key, to sign with. */
  JsonObject privateJwk() {
    return new JsonObject(key.toJSONObject());
  }

  @Override
  public String toString() {
    return "IssuerKey[" + keyId() + "]";
  }

  private static IllegalArgumentException notAKey() {
    return new IllegalArgumentException("not an RSA private key of 2048 bits or more in PKCS #8");
  }
}
