package insurancecontract.chassis.identity;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.impl.jose.JWK;
import io.vertx.ext.auth.impl.jose.JWS;
import io.vertx.ext.auth.impl.jose.JWT;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies tokens. People's tokens are signed by the issuer, whose keys come from the settings or
 * from OpenID Connect discovery; service tokens are signed with the shared service secret. The
 * claimed issuer only selects the key to verify with. A verified token is remembered until it
 * expires or the issuer's keys are fetched again.
 */
public final class Identity {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final String UNREADABLE = "The token cannot be read.";
  private static final String EXPIRED = "The token has expired.";
  private static final int REMEMBERED_MAX = 4_096;
  private static final String INVALID = "The token is not valid here.";

  private final Vertx vertx;
  private final IdentitySettings settings;
  private final LongSupplier nanoTime;
  private final JWTAuth services;
  private final WebClient client;
  private final VerifiedTokens verified =
      new VerifiedTokens(REMEMBERED_MAX, InstantSource.system());
  private JWTAuth people;
  private Future<JWTAuth> fetching;
  private long fetchedAt;

  /** Checks tokens as the settings say. */
  public Identity(Vertx vertx, IdentitySettings settings) {
    this(vertx, settings, System::nanoTime);
  }

  Identity(Vertx vertx, IdentitySettings settings, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.services = ServiceCredential.auth(vertx, settings);
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setConnectTimeout((int) settings.fetching().timeout().toMillis())
                .setMaxRedirects(1)
                .setUserAgentEnabled(false));
    if (!settings.keys().isEmpty()) people = auth(settings.keys());
  }

  /**
   * Who the bearer is; fails with {@link Unauthenticated} when the token is not valid, and with an
   * {@link IOException} when the issuer's keys are unavailable.
   */
  public Future<Caller> verify(String token) {
    if (token == null) return Future.failedFuture(new Unauthenticated(UNREADABLE));
    refreshOldKeys();
    return verified
        .find(token)
        .map(Future::succeededFuture)
        .orElseGet(() -> verifyNow(token).map(caller -> verified.remember(token, caller)));
  }

  private Future<Caller> verifyNow(String token) {
    boolean service;
    try {
      service = ServiceCredential.ISSUER.equals(issuer(token));
    } catch (RuntimeException malformed) {
      return Future.failedFuture(new Unauthenticated(UNREADABLE));
    }
    if (service) return check(services, token).map(user -> caller(user, "roles"));
    return keys()
        .compose(keys -> check(keys, token).recover(cause -> again(keys, token, cause)))
        .map(this::person);
  }

  private static String issuer(String token) {
    JsonObject parsed = JWT.parse(token);
    TokenForm.check(parsed);
    return parsed.getJsonObject("payload").getString("iss");
  }

  private static Future<User> check(JWTAuth auth, String token) {
    return auth.authenticate(new TokenCredentials(token))
        .recover(cause -> Future.failedFuture(new Unauthenticated(reason(cause))));
  }

  private static String reason(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("expired") ? EXPIRED : INVALID;
  }

  /** The issuer may have rotated its keys. */
  private Future<User> again(JWTAuth checked, String token, Throwable cause) {
    if (!settings.keys().isEmpty() || EXPIRED.equals(cause.getMessage())) {
      return Future.failedFuture(cause);
    }
    if (checked != people) return check(people, token);
    if (age() < settings.fetching().again().toNanos()) return Future.failedFuture(cause);
    return fetch()
        .transform(
            fetched ->
                fetched.succeeded() ? check(people, token) : Future.<User>failedFuture(cause));
  }

  private Future<JWTAuth> keys() {
    return people == null ? fetch() : Future.succeededFuture(people);
  }

  /** In the background; a failure is logged where they are fetched. */
  private void refreshOldKeys() {
    if (people == null || !settings.keys().isEmpty()) return;
    if (age() > settings.fetching().kept().toNanos()) fetch().onComplete(fetched -> {});
  }

  private long age() {
    return nanoTime.getAsLong() - fetchedAt;
  }

  /** One request at a time, shared by all callers; on failure the known keys stay. */
  private Future<JWTAuth> fetch() {
    if (fetching != null) return fetching;
    fetchedAt = nanoTime.getAsLong();
    Promise<JWTAuth> fetched = Promise.promise();
    fetching = fetched.future();
    Futures.attempt(this::fetchNow)
        .onComplete(
            keys -> {
              fetching = null;
              if (keys.succeeded()) {
                people = keys.result();
                verified.forgetAll();
                fetched.complete(people);
                return;
              }
              LOG.atWarn()
                  .addKeyValue("issuer", settings.issuer())
                  .addKeyValue("cause", keys.cause().toString())
                  .log("cannot fetch the issuer's keys");
              fetched.fail(new IOException("the identity provider is unavailable", keys.cause()));
            });
    return fetched.future();
  }

  private Future<JWTAuth> fetchNow() {
    String issuer = settings.issuer().replaceAll("/+$", "");
    long timeout = settings.fetching().timeout().toMillis();
    return client
        .getAbs(issuer + "/.well-known/openid-configuration")
        .timeout(timeout)
        .send()
        .compose(
            answer -> client.getAbs(body(answer).getString("jwks_uri")).timeout(timeout).send())
        .map(answer -> auth(body(answer).getJsonArray("keys")));
  }

  private static JsonObject body(HttpResponse<?> answer) {
    if (answer.statusCode() == 200) return answer.bodyAsJsonObject();
    throw new IllegalStateException("the identity provider answered " + answer.statusCode());
  }

  private JWTAuth auth(JsonArray keys) {
    JWTAuthOptions options = new JWTAuthOptions();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.getValue(i) instanceof JsonObject key && isUsable(key)) options.addJwk(key);
    }
    // Without keys, unsigned tokens would be accepted.
    if (options.getJwks() == null || options.getJwks().isEmpty()) {
      throw new StartFailure(
          "IDENTITY_JWKS, or the key set of " + settings.issuer() + ", has no key to check with",
          null);
    }
    JWTOptions expected =
        new JWTOptions()
            .setIssuer(settings.issuer())
            .setLeeway((int) settings.leeway().toSeconds());
    if (!settings.audience().isEmpty()) expected.addAudience(settings.audience());
    return JWTAuth.create(vertx, options.setJWTOptions(expected));
  }

  /** Whether this is a usable signature key. One unknown kind must not reject the whole set. */
  private static boolean isUsable(JsonObject key) {
    try {
      return !"enc".equals(key.getString("use"))
          && !"oct".equals(key.getString("kty"))
          && new JWS(new JWK(key)).jwk() != null;
    } catch (RuntimeException unknown) {
      LOG.atInfo().addKeyValue("kid", key.getValue("kid")).log("issuer key ignored");
      return false;
    }
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
    if (!(claims.getValue("exp") instanceof Number)) {
      throw new Unauthenticated("The token never expires.");
    }
    if (!(claims.getValue("sub") instanceof String subject) || subject.isBlank()) {
      throw new Unauthenticated("The token names no subject.");
    }
    if (!Caller.isSubject(subject)) {
      throw new Unauthenticated(
          "The token's subject must have at most "
              + Caller.SUBJECT_LENGTH_MAX
              + " characters and no control characters.");
    }
    return new Caller(subject, roles(claims, rolesClaim.split("/", -1)), claims);
  }

  private static Set<String> roles(JsonObject claims, String[] path) {
    Object level = claims;
    for (String step : path) {
      level = level instanceof JsonObject object ? object.getValue(step) : null;
    }
    // Like the claim "scope" of OAuth: words in one text.
    if (level instanceof String words) return Set.copyOf(List.of(words.strip().split("\\s+")));
    if (!(level instanceof JsonArray list)) return Set.of();
    Set<String> roles = new HashSet<>();
    list.forEach(role -> roles.add(String.valueOf(role)));
    return roles;
  }
}
