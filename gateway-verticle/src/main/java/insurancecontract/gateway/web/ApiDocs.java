package insurancecontract.gateway.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The descriptions of the API and of the events, and Swagger UI to try the API with. */
public final class ApiDocs {
  private static final String DESCRIPTIONS = "insurancecontract/gateway/docs/";
  private static final String PAGES = "insurancecontract/gateway/pages/";
  private static final String SWAGGER = "/pages/swagger-ui/";

  /** Only our own files, and no inline script or style. */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'self'";

  private final StaticFiles files;
  private final String swagger = StaticFiles.webjar("swagger-ui");

  /** Finds Swagger UI; blocks. */
  public ApiDocs(StaticFiles files) {
    this.files = files;
  }

  /** The OpenAPI document; blocks. */
  public static byte[] openapi() {
    return StaticFiles.content(DESCRIPTIONS + "openapi.yaml")
        .orElseThrow(() -> new IllegalStateException("openapi.yaml is not on the class path"));
  }

  /** Adds the routes; none of them needs a token. */
  public void mount(Router router) {
    router.get("/openapi.yaml").handler(file(DESCRIPTIONS, "openapi.yaml"));
    router.get("/asyncapi.yaml").handler(file(DESCRIPTIONS, "asyncapi.yaml"));
    router.get("/docs").handler(ApiDocs::allowPage).handler(file(PAGES, "docs.html"));
    router.get("/pages/docs.js").handler(ApiDocs::allowPage).handler(file(PAGES, "docs.js"));
    router.get(SWAGGER + "*").handler(ApiDocs::allowPage).handler(this::swagger);
  }

  private Handler<RoutingContext> file(String folder, String name) {
    return context -> files.send(context, folder, name, 200);
  }

  private void swagger(RoutingContext context) {
    files.send(context, swagger, context.normalizedPath().substring(SWAGGER.length()), 200);
  }

  private static void allowPage(RoutingContext context) {
    context.response().putHeader("Content-Security-Policy", POLICY);
    context.next();
  }
}
