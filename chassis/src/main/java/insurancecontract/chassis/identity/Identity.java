package insurancecontract.chassis.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.impl.jose.JWT;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Verifies tokens. People's tokens are signed by the issuer, whose keys come from the settings or
 * by OpenID Connect discovery; tokens of services are signed with the secret that services share.
 * Which of the two a token claims to be decides only by whose key it is checked.
 */
public final class Identity {
  private static final int LEEWAY_SECONDS = 5;
  private static final int FETCH_TIMEOUT_MS = 5_000;
  private static final long KEYS_KEPT_NANOS = Duration.ofMinutes(10).toNanos();

  /** An unknown key makes us fetch again, but forged ones must not make us fetch all the time. */
  private static final long FETCH_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

  private final Vertx vertx;
  private final IdentitySettings settings;
  private final JWTAuth services;
  private final WebClient client;
  private Future<JWTAuth> people;
  private long fetchedAt;

  /** Checks tokens as the settings say. */
  public Identity(Vertx vertx, IdentitySettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.services = ServiceCredential.auth(vertx, settings);
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setConnectTimeout(FETCH_TIMEOUT_MS)
                .setMaxRedirects(1)
                .setUserAgentEnabled(false));
    if (!settings.keys().isEmpty()) people = Future.succeededFuture(auth(settings.keys()));
  }

  /** Who the bearer is; fails with {@link Unauthenticated} when the token does not count. */
  public Future<Caller> verify(String token) {
    boolean service;
    try {
      service = ServiceCredential.ISSUER.equals(issuer(token));
    } catch (RuntimeException malformed) {
      return Future.failedFuture(new Unauthenticated("The token cannot be read."));
    }
    if (service) return check(services, token).map(user -> caller(user, "roles"));
    return keys(KEYS_KEPT_NANOS)
        .compose(keys -> check(keys, token))
        .recover(cause -> again(token, cause))
        .map(this::person);
  }

  private static String issuer(String token) {
    return JWT.parse(token).getJsonObject("payload").getString("iss");
  }

  private static Future<User> check(JWTAuth auth, String token) {
    return auth.authenticate(new TokenCredentials(token))
        .recover(cause -> Future.failedFuture(new Unauthenticated(reason(cause))));
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("expired") || message.contains("exp ")
        ? "The token has expired."
        : "The token is not valid here.";
  }

  /** The issuer may have new keys since we fetched them. */
  private Future<User> again(String token, Throwable cause) {
    boolean fetched = settings.keys().isEmpty();
    if (!fetched || !(cause instanceof Unauthenticated)) return Future.failedFuture(cause);
    if (cause.getMessage().contains("expired")) return Future.failedFuture(cause);
    Future<JWTAuth> before = people;
    return keys(FETCH_AGAIN_NANOS)
        .compose(keys -> people == before ? Future.failedFuture(cause) : check(keys, token));
  }

  private Future<JWTAuth> keys(long keptNanos) {
    if (!settings.keys().isEmpty()) return people;
    if (people == null || people.failed() || System.nanoTime() - fetchedAt > keptNanos) {
      fetchedAt = System.nanoTime();
      people = fetch();
    }
    return people;
  }

  private Future<JWTAuth> fetch() {
    String issuer = settings.issuer().replaceAll("/+$", "");
    return client
        .getAbs(issuer + "/.well-known/openid-configuration")
        .timeout(FETCH_TIMEOUT_MS)
        .send()
        .compose(
            answer ->
                client.getAbs(body(answer).getString("jwks_uri")).timeout(FETCH_TIMEOUT_MS).send())
        .map(answer -> auth(body(answer).getJsonArray("keys")))
        .recover(cause -> Future.failedFuture(new IOException("no keys from " + issuer, cause)));
  }

  private static JsonObject body(HttpResponse<?> answer) {
    if (answer.statusCode() == 200) return answer.bodyAsJsonObject();
    throw new IllegalStateException("the identity provider answered " + answer.statusCode());
  }

  private JWTAuth auth(JsonArray keys) {
    JWTAuthOptions options = new JWTAuthOptions();
    for (int i = 0; i < keys.size(); i++) {
      JsonObject key = keys.getJsonObject(i);
      if (!"enc".equals(key.getString("use"))) options.addJwk(key);
    }
    JWTOptions expected = new JWTOptions().setIssuer(settings.issuer()).setLeeway(LEEWAY_SECONDS);
    if (!settings.audience().isEmpty()) expected.addAudience(settings.audience());
    return JWTAuth.create(vertx, options.setJWTOptions(expected));
  }

  private Caller person(User user) {
    Caller caller = caller(user, settings.rolesClaim());
    Set<String> roles = new HashSet<>(caller.roles());
    roles.remove(Caller.SERVICE);
    return new Caller(caller.subject(), Set.copyOf(roles), caller.claims());
  }

  private static Caller caller(User user, String rolesClaim) {
    JsonObject claims = user.principal().copy();
    JsonObject token = user.attributes().getJsonObject("accessToken");
    if (token != null) claims.mergeIn(token);
    claims.remove("access_token");
    String subject = claims.getString("sub");
    if (subject == null) throw new Unauthenticated("The token names no subject.");
    return new Caller(subject, roles(claims, rolesClaim.split("/", -1)), claims);
  }

  private static Set<String> roles(JsonObject claims, String[] path) {
    JsonObject level = claims;
    for (int i = 0; i < path.length - 1 && level != null; i++) level = level.getJsonObject(path[i]);
    if (level == null || !(level.getValue(path[path.length - 1]) instanceof JsonArray list)) {
      return Set.of();
    }
    Set<String> roles = new HashSet<>();
    list.forEach(role -> roles.add(String.valueOf(role)));
    return roles;
  }
}
