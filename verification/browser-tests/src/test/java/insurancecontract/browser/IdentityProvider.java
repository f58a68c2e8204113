package insurancecontract.browser;

import insurancecontract.gateway.issuer.IssuerKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An identity provider: OpenID Connect by authorization code, which asks for PKCE, knows one
 * redirect address, takes each code and each refresh token once, and remembers who has signed in
 * until they sign out. It lies, and goes away, when it is told to.
 */
final class IdentityProvider implements AutoCloseable {
  static final String CLIENT = "insurancecontract-web";

  private static final Map<String, JsonObject> PEOPLE =
      Map.of(
          "alice", person("customer"),
          "uma", person("underwriter").put("underwriterId", 77001520),
          "uwe", person("underwriter").put("underwriterId", 77001521),
          "otto", person("operator"));

  private static final String SIGNED_IN = "signed-in";
  private static final String FORM =
      """
      <!doctype html><html lang="en"><title>Provider</title>
      <form method="post"><label>Who are you? <input name="user"></label><button>Continue</button></form>
      """;

  /** What a code is worth, and to whom. */
  private record Grant(String user, String challenge, String redirect, String nonce) {}

  private final Vertx vertx = Vertx.vertx();
  private final IssuerKey key = IssuerKey.generate();
  private final JWTAuth signer =
      JWTAuth.create(
          vertx,
          new JWTAuthOptions()
              .addPubSecKey(
                  new PubSecKeyOptions()
                      .setAlgorithm(IssuerKey.ALGORITHM)
                      .setId(key.keyId())
                      .setBuffer(key.pem())));
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
  private final AtomicInteger refreshed = new AtomicInteger();
  private HttpServer server;
  private int port;
  private volatile String redirect = "";
  private volatile Duration life = Duration.ofHours(1);
  private volatile boolean renews = true;
  private volatile UnaryOperator<JsonObject> lie = claims -> claims;

  private IdentityProvider() {}

  static IdentityProvider start() {
    IdentityProvider provider = new IdentityProvider();
    provider.listen();
    return provider;
  }

  private static JsonObject person(String role) {
    return new JsonObject().put("roles", new JsonArray().add(role));
  }

  private void listen() {
    server = vertx.createHttpServer().requestHandler(routes()).listen(port, "localhost").await();
    port = server.actualPort();
  }

  /** Nobody listens at its port. */
  void goesAway() {
    server.close().await();
  }

  /** At the same port again. */
  void comesBack() {
    listen();
  }

  String issuer() {
    return "http://localhost:" + port;
  }

  /** Where people may be sent back to. */
  void knows(String redirect) {
    this.redirect = redirect;
  }

  /** From now on, how long access tokens live, and whether they can be renewed without anyone. */
  void issues(Duration life, boolean renews) {
    this.life = life;
    this.renews = renews;
  }

  /** What it makes of the claims of id tokens from now on; none at all when null. */
  void lies(UnaryOperator<JsonObject> lie) {
    this.lie = lie;
  }

  /** How many tokens were renewed without anyone. */
  int refreshed() {
    return refreshed.get();
  }

  String accessToken(String user) {
    return signed(
        claims(user).put("aud", "insurancecontract").put("name", user).mergeIn(PEOPLE.get(user)));
  }

  private JsonObject claims(String user) {
    long now = System.currentTimeMillis() / 1_000;
    return new JsonObject()
        .put("iss", issuer())
        .put("sub", user)
        .put("iat", now)
        .put("exp", now + life.toSeconds());
  }

  private String signed(JsonObject claims) {
    return signer.generateToken(claims, new JWTOptions().setAlgorithm(IssuerKey.ALGORITHM));
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(BodyHandler.create(false))
        .handler(
            asked -> {
              asked.response().putHeader("Access-Control-Allow-Origin", "*");
              asked.next();
            });
    router.get("/.well-known/openid-configuration").handler(this::describe);
    router.get("/keys").handler(asked -> answer(asked, 200, keys()));
    router.get("/authorize").handler(this::authorize);
    router.post("/authorize").handler(this::recognize);
    router.post("/token").handler(this::exchange);
    router.get("/end").handler(this::end);
    router.get("/favicon.ico").handler(asked -> asked.response().setStatusCode(204).end());
    return router;
  }

  private static void answer(RoutingContext asked, int status, JsonObject body) {
    asked
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toBuffer());
  }

  private JsonObject keys() {
    return new JsonObject().put("keys", key.publicKeys());
  }

  private void describe(RoutingContext asked) {
    answer(
        asked,
        200,
        new JsonObject()
            .put("issuer", issuer())
            .put("jwks_uri", issuer() + "/keys")
            .put("authorization_endpoint", issuer() + "/authorize")
            .put("token_endpoint", issuer() + "/token")
            .put("end_session_endpoint", issuer() + "/end"));
  }

  private void authorize(RoutingContext asked) {
    var question = asked.queryParams();
    boolean fits =
        "code".equals(question.get("response_type"))
            && CLIENT.equals(question.get("client_id"))
            && redirect.equals(question.get("redirect_uri"))
            && "S256".equals(question.get("code_challenge_method"))
            && question.get("scope").contains("openid");
    Cookie known = asked.request().getCookie(SIGNED_IN);
    if (!fits) {
      asked.response().setStatusCode(400).end("this client may not ask so");
    } else if (known == null) {
      asked.response().putHeader("Content-Type", "text/html").end(FORM);
    } else {
      sendBack(asked, known.getValue());
    }
  }

  private void recognize(RoutingContext asked) {
    String user = asked.request().getFormAttribute("user");
    asked.response().addCookie(Cookie.cookie(SIGNED_IN, user).setHttpOnly(true));
    sendBack(asked, user);
  }

  private void sendBack(RoutingContext asked, String user) {
    var question = asked.queryParams();
    String code = UUID.randomUUID().toString();
    codes.put(
        code,
        new Grant(
            user,
            question.get("code_challenge"),
            question.get("redirect_uri"),
            question.get("nonce")));
    String state = URLEncoder.encode(question.get("state"), StandardCharsets.UTF_8);
    go(asked, question.get("redirect_uri") + "?code=" + code + "&state=" + state);
  }

  private static void go(RoutingContext asked, String to) {
    asked.response().setStatusCode(303).putHeader("Location", to).end();
  }

  private void exchange(RoutingContext asked) {
    var form = asked.request().formAttributes();
    if ("refresh_token".equals(form.get("grant_type"))) {
      String user = refreshTokens.remove(form.get("refresh_token"));
      if (user == null) {
        refuse(asked);
        return;
      }
      refreshed.incrementAndGet();
      answer(asked, 200, tokens(user));
      return;
    }
    Grant grant = codes.remove(form.get("code"));
    boolean fits =
        grant != null
            && CLIENT.equals(form.get("client_id"))
            && grant.redirect().equals(form.get("redirect_uri"))
            && grant.challenge().equals(digest(form.get("code_verifier")));
    if (!fits) {
      refuse(asked);
      return;
    }
    JsonObject claims =
        lie.apply(claims(grant.user()).put("aud", CLIENT).put("nonce", grant.nonce()));
    JsonObject tokens = tokens(grant.user());
    if (claims != null) tokens.put("id_token", signed(claims));
    answer(asked, 200, tokens);
  }

  private static void refuse(RoutingContext asked) {
    answer(asked, 400, new JsonObject().put("error", "invalid_grant"));
  }

  private JsonObject tokens(String user) {
    JsonObject tokens =
        new JsonObject()
            .put("token_type", "Bearer")
            .put("access_token", accessToken(user))
            .put("expires_in", life.toSeconds());
    if (renews) {
      String refreshToken = UUID.randomUUID().toString();
      refreshTokens.put(refreshToken, user);
      tokens.put("refresh_token", refreshToken);
    }
    return tokens;
  }

  private static String digest(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private void end(RoutingContext asked) {
    Cookie known = asked.response().removeCookie(SIGNED_IN);
    if (known == null) {
      asked.response().setStatusCode(400).end("nobody had signed in");
      return;
    }
    go(asked, asked.queryParams().get("post_logout_redirect_uri"));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
