package insurancecontract.gateway.web;

import insurancecontract.chassis.http.Http;
import insurancecontract.gateway.issuer.DemoUser;
import insurancecontract.gateway.issuer.IssuerSettings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The web pages for customers, underwriters, supervisors and operators: one document, whose scripts
 * show the page of the address.
 */
public final class WebPages {
  private static final String FOLDER = "web/";
  private static final String FILES = "/web/";
  private static final String LIBRARIES = "/web/lib/";
  private static final String DOCUMENT = "index.html";

  /** The addresses of pages; routes.js has the same. */
  private static final String PAGES =
      "/(?:sign-in(?:/done)?|applications(?:/[0-9]+)?|apply|desk|desks|platform"
          + "|problems/[a-z0-9-]+)?";

  /** Only our own files, nothing inline, and no markup made from strings. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src %s;"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";

  /** The webjars that pages may load from {@code /web/lib/}, with their folders. */
  private final Map<String, String> libraries =
      Map.of(
          "lit-html", StaticFiles.webjar("lit-html"),
          "sockjs-client", StaticFiles.webjar("sockjs-client"));

  private final StaticFiles files;
  private final String policy;
  private final JsonObject config;

  private WebPages(StaticFiles files, String policy, JsonObject config) {
    this.files = files;
    this.policy = policy;
    this.config = config;
  }

  /** Users sign in with the built-in issuer, or else with an identity provider; blocks. */
  public static WebPages of(
      StaticFiles files,
      WebSettings settings,
      String issuer,
      String rolesClaim,
      Optional<IssuerSettings> builtIn) {
    List<String> connect = new ArrayList<>();
    connect.add("'self'");
    JsonObject config = new JsonObject().put("issuer", issuer).put("rolesClaim", rolesClaim);
    if (builtIn.isPresent()) {
      config.put("mode", "standalone").put("demoUsers", demoUsers(builtIn.get()));
    } else {
      config
          .put("mode", "oidc")
          .put("clientId", settings.clientId())
          .put("scope", settings.scope());
      origin(issuer).ifPresent(connect::add);
      connect.addAll(settings.connectOrigins());
    }
    return new WebPages(files, POLICY.formatted(String.join(" ", connect)), config);
  }

  /** Offered for sign-in by one click: only users whose password is their name, so no secret. */
  private static JsonArray demoUsers(IssuerSettings issuer) {
    JsonArray users = new JsonArray();
    for (DemoUser user : issuer.users()) {
      if (!user.password().value().equals(user.name())) continue;
      users.add(
          new JsonObject().put("name", user.name()).put("roles", new JsonArray(user.roles())));
    }
    return users;
  }

  /** Empty when the issuer is a plain name instead of a URL. */
  private static Optional<String> origin(String issuer) {
    URI uri = URI.create(issuer);
    return uri.getRawAuthority() == null
        ? Optional.empty()
        : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  /** Adds the routes, after all others; none of them needs a token. */
  public void mount(Router router) {
    router.get("/web/config.json").handler(this::sendConfig);
    router.get(LIBRARIES + "*").handler(this::sendLibrary);
    router
        .get(FILES + "*")
        .handler(context -> send(context, context.normalizedPath().substring(FILES.length()), 200));
    router.getWithRegex(PAGES).setName("/pages").handler(context -> send(context, DOCUMENT, 200));
    router.route().handler(this::notFound);
  }

  /** A browser at an unknown address gets the page that says so; everyone else gets a problem. */
  private void notFound(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    boolean isGet = HttpMethod.GET.equals(context.request().method());
    if (isGet && accept != null && accept.startsWith("text/html")) {
      send(context, DOCUMENT, 404);
    } else {
      context.next();
    }
  }

  private void sendConfig(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    Http.end(context.request(), config.toBuffer());
  }

  private void sendLibrary(RoutingContext context) {
    String path = context.normalizedPath().substring(LIBRARIES.length());
    int slash = path.indexOf('/');
    String folder = libraries.get(slash < 0 ? path : path.substring(0, slash));
    if (folder == null) {
      context.fail(404);
    } else {
      files.send(context, folder, path.substring(slash + 1), 200);
    }
  }

  private void send(RoutingContext context, String name, int status) {
    context.response().putHeader("Content-Security-Policy", policy);
    files.send(context, FOLDER, name, status);
  }
}
