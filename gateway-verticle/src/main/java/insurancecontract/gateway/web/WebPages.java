package insurancecontract.gateway.web;

import insurancecontract.gateway.issuer.DemoUser;
import insurancecontract.gateway.issuer.IssuerSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pages for customers, underwriters, supervisors and operators. All of them are one document
 * whose scripts show the page of the address; browsers ask at each visit whether a file is still
 * the same, and are sent it only when it is not.
 */
public final class WebPages {
  private static final String DOCUMENT = "index.html";

  /** The addresses that people see; the scripts know them by the same names. */
  private static final String PLACES =
      "/(?:sign-in(?:/done)?|applications(?:/[0-9]+)?|apply|desk|desks|platform"
          + "|problems/[a-z0-9-]+)?";

  /** Nothing of others, nothing written into the document, and no markup out of strings. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src %s;"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";

  private final Vertx vertx;
  private final WebFiles files;
  private final String policy;
  private final JsonObject config;

  private WebPages(Vertx vertx, WebFiles files, String policy, JsonObject config) {
    this.vertx = vertx;
    this.files = files;
    this.policy = policy;
    this.config = config;
  }

  /** Finds the files; blocks. */
  public static WebPages load(
      Vertx vertx,
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
    return new WebPages(vertx, new WebFiles(), POLICY.formatted(String.join(" ", connect)), config);
  }

  /** Only those whose password is no secret anyway can be offered for a single click. */
  private static JsonArray demoUsers(IssuerSettings issuer) {
    JsonArray users = new JsonArray();
    for (DemoUser user : issuer.users()) {
      if (!user.password().value().equals(user.name())) continue;
      users.add(
          new JsonObject().put("name", user.name()).put("roles", new JsonArray(user.roles())));
    }
    return users;
  }

  /** Empty when the issuer is a name and no address. */
  private static Optional<String> origin(String issuer) {
    URI uri = URI.create(issuer);
    return uri.getRawAuthority() == null
        ? Optional.empty()
        : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  /** Adds the routes, after all others; none of them needs a token. */
  public void mount(Router router) {
    router.get("/web/config.json").handler(this::sendConfig);
    router.get("/web/*").handler(request -> send(request, name(request), 200));
    router.getWithRegex(PLACES).setName("/pages").handler(request -> send(request, DOCUMENT, 200));
    router.route().handler(this::lost);
  }

  private static String name(RoutingContext request) {
    return request.normalizedPath().substring("/web/".length());
  }

  /** Whoever came with a browser to an address that is none is told so by a page. */
  private void lost(RoutingContext request) {
    String accept = request.request().getHeader(HttpHeaders.ACCEPT);
    boolean reads = HttpMethod.GET.equals(request.request().method());
    if (reads && accept != null && accept.startsWith("text/html")) {
      send(request, DOCUMENT, 404);
    } else {
      request.next();
    }
  }

  private void sendConfig(RoutingContext request) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(config.toBuffer());
  }

  private void send(RoutingContext request, String name, int status) {
    Optional<WebFile> known = files.known(name);
    if (known.isPresent()) {
      send(request, known.get(), status);
      return;
    }
    vertx
        .executeBlocking(() -> files.read(name))
        .onSuccess(
            read ->
                read.ifPresentOrElse(file -> send(request, file, status), () -> request.fail(404)))
        .onFailure(request::fail);
  }

  private void send(RoutingContext request, WebFile file, int status) {
    HttpServerResponse response = request.response();
    boolean zipped = accepts(request, HttpHeaders.ACCEPT_ENCODING, "gzip");
    String tag = '"' + file.tag() + (zipped ? "-gzip\"" : "\"");
    response
        .putHeader("Content-Security-Policy", policy)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (status == 200 && accepts(request, HttpHeaders.IF_NONE_MATCH, tag)) {
      response.setStatusCode(304).end();
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    if (zipped) response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    response.end(zipped ? file.zipped() : file.plain());
  }

  private static boolean accepts(RoutingContext request, CharSequence header, String value) {
    String given = request.request().getHeader(header);
    return given != null && given.contains(value);
  }
}
