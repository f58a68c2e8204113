package insurancecontract.gateway.web;

import insurancecontract.chassis.http.Http;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.webjars.WebJarVersionLocator;

/**
 * Serves files from our jars. Each is read at its first request and then kept in memory; browsers
 * revalidate at each visit and receive a file only when it has changed.
 */
public final class StaticFiles {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(?:[./][a-z0-9-]+)*");

  /** A file of any other type is not served. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "yaml", "application/yaml");

  private final Vertx vertx;
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  /** Reads files on worker threads of {@code vertx}. */
  public StaticFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The folder of a webjar's files, which contains its version; blocks. */
  static String webjar(String name) {
    String version = new WebJarVersionLocator().version(name);
    if (version == null) throw new IllegalStateException(name + " is not on the class path");
    return WebJarVersionLocator.WEBJARS_PATH_PREFIX + "/" + name + "/" + version + "/";
  }

  /** Answers with the file {@code name} of {@code folder}, or fails with 404. */
  void send(RoutingContext context, String folder, String name, int status) {
    if (!NAME.matcher(name).matches()) {
      context.fail(404);
      return;
    }
    String resource = folder + name;
    StaticFile known = files.get(resource);
    if (known != null) {
      send(context, known, status);
      return;
    }
    vertx
        .executeBlocking(() -> read(resource))
        .onSuccess(
            read ->
                read.ifPresentOrElse(file -> send(context, file, status), () -> context.fail(404)))
        .onFailure(context::fail);
  }

  /** Missing files are not remembered: there is no limit to the names that clients may ask for. */
  private Optional<StaticFile> read(String resource) {
    // Others may have waited behind the first reading.
    StaticFile known = files.get(resource);
    if (known != null) return Optional.of(known);
    String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    if (type == null) return Optional.empty();
    Optional<StaticFile> file = content(resource).map(content -> StaticFile.of(type, content));
    file.ifPresent(found -> files.put(resource, found));
    return file;
  }

  /** The bytes of a resource; blocks. */
  static Optional<byte[]> content(String resource) {
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void send(RoutingContext context, StaticFile file, int status) {
    HttpServerResponse response = context.response();
    boolean gzip = acceptsGzip(context);
    String tag = '"' + file.tag() + (gzip ? "-gzip\"" : "\"");
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (status == 200 && isKnown(context, tag)) {
      response.setStatusCode(304).end();
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    if (gzip) response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    Http.end(context.request(), gzip ? file.gzipped() : file.content());
  }

  /** A weight of 0 means: anything but this. */
  private static boolean acceptsGzip(RoutingContext context) {
    return context.parsedHeaders().acceptEncoding().stream()
        .anyMatch(coding -> coding.value().equalsIgnoreCase("gzip") && coding.weight() > 0);
  }

  private static boolean isKnown(RoutingContext context, String tag) {
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    return known != null && (known.strip().equals("*") || known.contains(tag));
  }
}
