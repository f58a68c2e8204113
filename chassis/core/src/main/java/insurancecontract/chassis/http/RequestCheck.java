package insurancecontract.chassis.http;

import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses what no route should see, for every protocol: a malformed address, ambiguous framing,
 * repeated headers of which only one can count, and control characters, which HTTP/2 can carry into
 * an HTTP/1 request to a service.
 */
public final class RequestCheck {
  private static final String TARGET = "request.target";
  private static final String REFUSED = "request.refused";
  private static final String CHUNKED = "chunked";
  private static final String CONTINUE = "100-continue";

  private static final AttributeKey<Boolean> CLOSING =
      AttributeKey.valueOf(RequestCheck.class, "closing");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** A name without a trailing dot, or an address, with an optional port. */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

  private RequestCheck() {}

  /**
   * Checks a request before all else; {@link #refuse} answers one that is refused.
   *
   * @param badAddress the problem of a malformed address
   */
  public static void check(RoutingContext context, ProblemException badAddress) {
    HttpServerRequest request = context.request();
    // What follows an ambiguous request may be a part of it.
    if (Http.channel(request.connection()).hasAttr(CLOSING)) return;
    Optional<ProblemException> problem = problem(request);
    if (problem.isPresent()) {
      context.put(REFUSED, problem.get());
    } else {
      RequestTarget.of(request.path(), request.query())
          .ifPresentOrElse(
              target -> context.put(TARGET, target), () -> context.put(REFUSED, badAddress));
    }
    context.next();
  }

  /** The checked target; empty when the request is refused. */
  public static Optional<RequestTarget> target(RoutingContext context) {
    return Optional.ofNullable(context.get(TARGET));
  }

  /** Answers a refused request with its problem and closes its connection; others go on. */
  public static void refuse(RoutingContext context) {
    ProblemException refused = context.get(REFUSED);
    if (refused == null) {
      context.next();
      return;
    }
    if (!HttpVersion.HTTP_2.equals(context.request().version())) closeAfterwards(context);
    context.fail(refused);
  }

  /** Where one request ends and the next begins is uncertain. */
  private static void closeAfterwards(RoutingContext context) {
    Http.channel(context.request().connection()).attr(CLOSING).set(true);
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.addEndHandler(ended -> context.request().connection().close());
  }

  private static Optional<ProblemException> problem(HttpServerRequest request) {
    boolean http2 = HttpVersion.HTTP_2.equals(request.version());
    if (!TOKEN.matcher(request.method().name()).matches() || !areHeaders(request)) {
      return Optional.of(bad("The request contains characters that are not allowed."));
    }
    if (!hasOneHost(request, http2)) {
      return Optional.of(bad("The request must name one host, without a trailing dot."));
    }
    if (request.headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
      return Optional.of(bad("The header Authorization may occur once."));
    }
    if (!http2 && !isFramed(request)) {
      return Optional.of(
          bad("Send either one Content-Length, or Transfer-Encoding: chunked over HTTP/1.1."));
    }
    String expected = request.getHeader(HttpHeaders.EXPECT);
    return expected == null || expected.equalsIgnoreCase(CONTINUE)
        ? Optional.empty()
        : Optional.of(new ProblemException(Problems.of(null, 417)));
  }

  private static ProblemException bad(String detail) {
    return Problems.badRequest("BAD_REQUEST", detail);
  }

  private static boolean areHeaders(HttpServerRequest request) {
    for (Map.Entry<String, String> header : request.headers()) {
      if (!TOKEN.matcher(header.getKey()).matches() || !isValue(header.getValue())) return false;
    }
    return true;
  }

  private static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) return false;
    }
    return true;
  }

  /** HTTP/2 has an authority in place of the header; HTTP/1.0 may have neither. */
  private static boolean hasOneHost(HttpServerRequest request, boolean http2) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() > 1) return false;
    if (hosts.isEmpty() && !http2) return HttpVersion.HTTP_1_0.equals(request.version());
    String authority = http2 ? String.valueOf(request.authority()) : hosts.get(0);
    return HOST.matcher(authority).matches()
        && (hosts.isEmpty() || HOST.matcher(hosts.get(0)).matches());
  }

  private static boolean isFramed(HttpServerRequest request) {
    List<String> lengths = request.headers().getAll(HttpHeaders.CONTENT_LENGTH);
    List<String> encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (encodings.isEmpty()) {
      return lengths.isEmpty() || (lengths.size() == 1 && LENGTH.matcher(lengths.get(0)).matches());
    }
    return lengths.isEmpty()
        && encodings.size() == 1
        && encodings.get(0).equalsIgnoreCase(CHUNKED)
        && HttpVersion.HTTP_1_1.equals(request.version());
  }
}
