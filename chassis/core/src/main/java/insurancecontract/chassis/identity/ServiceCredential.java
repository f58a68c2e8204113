package insurancecontract.chassis.identity;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;

/** A service's own token, for calls that only services may make to each other. */
public final class ServiceCredential {
  static final String ISSUER = "insurancecontract-services";
  private static final String ALGORITHM = "HS256";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final JWTAuth signer;
  private final String service;
  private String token;
  private Instant renewAt = Instant.MIN;

  /** The credential of the service with this name. */
  public ServiceCredential(Vertx vertx, IdentitySettings settings, String service) {
    this.signer = auth(vertx, settings);
    this.service = service;
  }

  /** A token that is valid for at least half of its lifetime; renewed only when needed. */
  public String token() {
    Instant now = Instant.now();
    if (now.isAfter(renewAt)) {
      token =
          signer.generateToken(
              new JsonObject()
                  .put("sub", service)
                  .put("roles", new JsonArray().add(Caller.SERVICE)),
              new JWTOptions()
                  .setAlgorithm(ALGORITHM)
                  .setIssuer(ISSUER)
                  .setExpiresInSeconds((int) LIFE.toSeconds()));
      renewAt = now.plus(LIFE.dividedBy(2));
    }
    return token;
  }

  /** Signs and verifies service tokens. */
  static JWTAuth auth(Vertx vertx, IdentitySettings settings) {
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addPubSecKey(
                new PubSecKeyOptions()
                    .setAlgorithm(ALGORITHM)
                    .setBuffer(settings.serviceSecret().value()))
            .setJWTOptions(new JWTOptions().setIssuer(ISSUER)));
  }
}
