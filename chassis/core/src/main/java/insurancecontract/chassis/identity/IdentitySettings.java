package insurancecontract.chassis.identity;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.chassis.settings.Settings;
import io.vertx.core.json.JsonArray;
import java.time.Duration;

/**
 * Which tokens are accepted.
 *
 * @param issuer who issues people's tokens, the claim {@code iss}; without {@code keys} its OpenID
 *     Connect discovery document is read from there
 * @param audience the claim {@code aud} that people's tokens must carry, or empty for any
 * @param keys the issuer's public keys as JWKs, or empty to fetch them from the issuer
 * @param fetching how those are fetched
 * @param leeway tolerated clock skew
 * @param rolesClaim path of the roles claim in a token, levels separated by slashes
 * @param serviceSecret what services sign their own tokens with; at least 32 characters
 */
public record IdentitySettings(
    String issuer,
    String audience,
    JsonArray keys,
    IssuerKeys fetching,
    Duration leeway,
    String rolesClaim,
    Secret serviceSecret) {

  private static final int SECRET_LENGTH_MIN = 32;

  /** Reads {@code IDENTITY_*} and {@code SERVICE_SECRET}. */
  public static IdentitySettings from(Settings settings) {
    Secret secret = settings.secret("SERVICE_SECRET");
    if (!secret.value().isEmpty() && secret.value().length() < SECRET_LENGTH_MIN) {
      settings.fault("SERVICE_SECRET", "***", "at least " + SECRET_LENGTH_MIN + " characters");
    }
    return new IdentitySettings(
        settings.text("IDENTITY_ISSUER"),
        settings.text("IDENTITY_AUDIENCE", "insurancecontract"),
        settings.list("IDENTITY_JWKS", new JsonArray()),
        IssuerKeys.from(settings),
        settings.seconds("IDENTITY_LEEWAY_SECONDS", 0, 300, 5),
        settings.text("IDENTITY_ROLES_CLAIM", "roles"),
        secret);
  }
}
