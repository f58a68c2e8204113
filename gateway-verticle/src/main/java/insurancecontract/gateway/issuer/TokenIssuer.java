package insurancecontract.gateway.issuer;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Authenticates the demo users and signs their tokens. */
final class TokenIssuer {
  /** Compared with for an unknown user, so that the response time does not reveal which exist. */
  private static final byte[] NOBODY = digest("");

  private final IssuerSettings settings;
  private final Map<String, DemoUser> users;
  private final JWTAuth signer;

  TokenIssuer(Vertx vertx, IssuerSettings settings) {
    this.settings = settings;
    this.users =
        settings.users().stream().collect(Collectors.toMap(DemoUser::name, Function.identity()));
    this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(settings.key().privateJwk()));
  }

  /** The user, if the password is right; compares in constant time. */
  Optional<DemoUser> signIn(String name, String password) {
    DemoUser user = users.get(name);
    byte[] expected = user == null ? NOBODY : digest(user.password().value());
    boolean same = MessageDigest.isEqual(expected, digest(password));
    return same && user != null ? Optional.of(user) : Optional.empty();
  }

  /** A signed token with the user's name, roles and desk. */
  String token(DemoUser user) {
    JsonObject claims =
        new JsonObject()
            .put("sub", user.name())
            .put("name", user.name())
            .put("roles", new JsonArray(user.roles()));
    user.underwriterId().ifPresent(id -> claims.put("underwriterId", id));
    return signer.generateToken(
        claims,
        new JWTOptions()
            .setAlgorithm(IssuerKey.ALGORITHM)
            .setIssuer(settings.issuer())
            .addAudience(settings.audience())
            .setExpiresInSeconds((int) settings.tokenLife().toSeconds()));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
