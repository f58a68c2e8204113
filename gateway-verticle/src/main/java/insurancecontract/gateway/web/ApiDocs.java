package insurancecontract.gateway.front;

import insurancecontract.gateway.web.WebPages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What people read: the pages that they work with, the descriptions of the API and of the events,
 * and a page to try the API. Everything comes out of our own jars.
 */
public final class Pages {
  private static final String HERE = "/insurancecontract/gateway/";
  private static final String SWAGGER = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String YAML = "application/yaml";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final byte[] openapi;
  private final byte[] asyncapi;
  private final byte[] docs;
  private final byte[] docsScript;
  private final String swagger;
  private final WebPages web;

  private Pages(WebPages web) {
    this.web = web;
    openapi = resource("docs/openapi.yaml");
    asyncapi = resource("docs/asyncapi.yaml");
    docs = resource("pages/docs.html");
    docsScript = resource("pages/docs.js");
    swagger = "META-INF/resources/webjars/swagger-ui/" + swaggerVersion();
  }

  /** Reads everything out of the jars; blocks. */
  public static Pages load(WebPages web) {
    return new Pages(web);
  }

  /** The description of the API. */
  public byte[] openapi() {
    return openapi;
  }

  void mount(Router router) {
    router.get("/openapi.yaml").handler(request -> send(request, YAML, openapi));
    router.get("/asyncapi.yaml").handler(request -> send(request, YAML, asyncapi));
    router
        .get("/pages/docs.js")
        .handler(AnswerHeaders::page)
        .handler(request -> send(request, SCRIPT, docsScript));
    router.get("/docs").handler(AnswerHeaders::page).handler(request -> send(request, HTML, docs));
    router
        .get("/pages/swagger-ui/*")
        .handler(AnswerHeaders::page)
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, swagger)
                .setIncludeHidden(false)
                .setDirectoryListing(false));
    web.mount(router);
  }

  private static void send(RoutingContext request, String type, byte[] content) {
    HttpServerResponse response = request.response();
    response
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-cache")
        .end(Buffer.buffer(content));
  }

  private static byte[] resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(HERE + name)) {
      if (in == null) throw new IllegalStateException(name + " is missing in the jar");
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The folder in the jar is named for its version. */
  private static String swaggerVersion() {
    try (InputStream in = Pages.class.getClassLoader().getResourceAsStream(SWAGGER)) {
      if (in == null) throw new IllegalStateException("swagger-ui is missing");
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
