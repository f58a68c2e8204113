package insurancecontract.gateway.issuer;

import insurancecontract.chassis.http.Answer;
import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.gateway.limits.ClientLimits;
import insurancecontract.gateway.limits.RequestBodies;
import insurancecontract.gateway.limits.SignInLimits;
import insurancecontract.gateway.proxy.ForwardedFor;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Sign-in with a password, the key set, and the discovery document. */
public final class IssuerRoutes {
  private static final int FORM_MAX = 4_096;
  private static final int FIELD_MAX = 256;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final IssuerSettings settings;
  private final TokenIssuer issuer;
  private final ForwardedFor forwardedFor;
  private final SignInLimits attempts;

  /** Limits failed attempts for at most {@code clientsMax} users and addresses. */
  public IssuerRoutes(
      Vertx vertx, IssuerSettings settings, ForwardedFor forwardedFor, int clientsMax) {
    this.settings = settings;
    this.issuer = new TokenIssuer(vertx, settings);
    this.forwardedFor = forwardedFor;
    this.attempts = new SignInLimits(clientsMax, settings.attemptsPerMinute(), System::nanoTime);
  }

  /** Adds the routes; none of them needs a token. */
  public void mount(Router router) {
    router.post("/auth/token").handler(Http.answer(this::token));
    router.get("/auth/jwks").handler(Http.answer(request -> keys()));
    router.get("/.well-known/openid-configuration").handler(Http.answer(this::discovery));
  }

  private Future<Answer> token(RoutingContext context) {
    requireForm(context);
    MultiMap form = form(RequestBodies.of(context));
    List<Fault> faults = new ArrayList<>();
    String username = field(form, "username", faults);
    String password = field(form, "password", faults);
    String grant = form.get("grant_type");
    if (grant != null && !grant.equals("password")) {
      faults.add(new Fault("grant_type", "must be password, or missing"));
    }
    if (!faults.isEmpty()) throw Problems.unprocessable(faults);
    return Future.succeededFuture(signIn(context, username, password));
  }

  private Answer signIn(RoutingContext context, String username, String password) {
    String address = forwardedFor.clientAddress(context);
    long wait = attempts.waitNanos(username, address);
    if (wait > 0) throw ClientLimits.tooMany(wait);
    DemoUser user =
        issuer
            .signIn(username, password)
            .orElseThrow(
                () -> {
                  attempts.failed(username, address);
                  return Problems.unauthorized("The user name or the password is wrong.");
                });
    attempts.succeeded(username, address);
    return Answer.ok(
            new JsonObject()
                .put("access_token", issuer.token(user))
                .put("token_type", "Bearer")
                .put("expires_in", settings.tokenLife().toSeconds()))
        .with("Cache-Control", "no-store");
  }

  private static void requireForm(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase(FORM)) {
      throw Problems.problem(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "Unsupported Media Type",
          "Send the body as " + FORM + ".");
    }
  }

  private static MultiMap form(Buffer body) {
    if (body.length() > FORM_MAX) throw new ProblemException(Problems.of(null, 413));
    MultiMap form = MultiMap.caseInsensitiveMultiMap();
    try {
      new QueryStringDecoder(body.toString(), false).parameters().forEach(form::add);
    } catch (IllegalArgumentException malformed) {
      throw Problems.badRequest("BAD_REQUEST", "The body is not a form.");
    }
    return form;
  }

  private static String field(MultiMap form, String name, List<Fault> faults) {
    String value = form.get(name);
    if (value == null || value.isEmpty()) {
      faults.add(new Fault(name, "is missing"));
      return "";
    }
    if (value.length() > FIELD_MAX) {
      faults.add(new Fault(name, "must have at most " + FIELD_MAX + " characters"));
    }
    return value;
  }

  private Future<Answer> keys() {
    return Future.succeededFuture(
        Answer.ok(new JsonObject().put("keys", settings.key().publicKeys()))
            .with("Cache-Control", "max-age=300"));
  }

  private Future<Answer> discovery(RoutingContext context) {
    String base = context.request().scheme() + "://" + context.request().authority();
    return Future.succeededFuture(
        Answer.ok(
                new JsonObject()
                    .put("issuer", settings.issuer())
                    .put("token_endpoint", base + "/auth/token")
                    .put("jwks_uri", base + "/auth/jwks")
                    .put("grant_types_supported", new JsonArray().add("password"))
                    .put("response_types_supported", new JsonArray())
                    .put("subject_types_supported", new JsonArray().add("public"))
                    .put("token_endpoint_auth_methods_supported", new JsonArray().add("none"))
                    .put(
                        "id_token_signing_alg_values_supported",
                        new JsonArray().add(IssuerKey.ALGORITHM)))
            .with("Cache-Control", "no-store"));
  }
}
