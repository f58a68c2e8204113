package insurancecontract.gateway.issuer;

import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the built-in issuer.
 *
 * @param issuer the claim {@code iss} of its tokens
 * @param audience the claim {@code aud} of its tokens
 * @param tokenLife the lifetime of a token
 * @param attemptsPerMinute failed sign-ins allowed for one user from one address
 */
public record IssuerSettings(
    String issuer,
    String audience,
    IssuerKey key,
    Duration tokenLife,
    int attemptsPerMinute,
    List<DemoUser> users) {
  private static final String STANDALONE = "standalone";

  /**
   * Reads {@code ISSUER_*}, {@code TOKEN_SECONDS} and {@code DEMO_USERS}; empty unless {@code
   * ISSUER_BUILTIN} is on.
   *
   * <p>Users whose password is their name must not guard anything but a trial: unless the platform
   * is standalone, this issuer stops the start.
   */
  public static Optional<IssuerSettings> from(Settings settings, IdentitySettings identity) {
    if (!settings.flag("ISSUER_BUILTIN", false)) return Optional.empty();
    if (!settings.text("PLATFORM_MODE", "").equalsIgnoreCase(STANDALONE)) {
      settings.fault("ISSUER_BUILTIN", true, "false, unless PLATFORM_MODE is " + STANDALONE);
      return Optional.empty();
    }
    return key(settings)
        .map(
            key ->
                new IssuerSettings(
                    identity.issuer(),
                    identity.audience(),
                    key,
                    settings.seconds("TOKEN_SECONDS", 1, 86_400, 3_600),
                    settings.between("SIGN_IN_ATTEMPTS_PER_MINUTE", 1, 1_000, 10),
                    DemoUser.from(settings)));
  }

  private static Optional<IssuerKey> key(Settings settings) {
    String pem = settings.secret("ISSUER_KEY").value();
    // That it is missing was noted already.
    if (pem.isBlank()) return Optional.empty();
    try {
      return Optional.of(IssuerKey.parse(pem));
    } catch (IllegalArgumentException notAKey) {
      settings.fault(
          "ISSUER_KEY", "***", "an RSA private key of 2048 bits or more, PKCS #8 in PEM");
      return Optional.empty();
    }
  }
}
