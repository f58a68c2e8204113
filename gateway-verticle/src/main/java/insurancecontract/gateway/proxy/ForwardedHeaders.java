package insurancecontract.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers cross the gateway: not those of a single connection, and not those by which the
 * gateway describes the client, which a client could forge; all others.
 */
final class ForwardedHeaders {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  /** Request headers that only the gateway may set. */
  private static final Set<String> REQUEST_HEADERS =
      Set.of("forwarded", "x-real-ip", "x-correlation-id", "traceparent", "expect");

  private static final List<String> REQUEST_PREFIXES = List.of("x-forwarded-", "x-internal-");

  /** Response headers that the gateway has set already. */
  private static final Set<String> RESPONSE_HEADERS =
      Set.of(
          "x-correlation-id",
          "x-content-type-options",
          "referrer-policy",
          "content-security-policy",
          "x-frame-options",
          "vary",
          "server");

  private ForwardedHeaders() {}

  /**
   * What a service is told about the client.
   *
   * @param traceparent the trace; {@code tracestate} is forwarded only if it belongs to this trace
   * @param clientAddress the peer address, after those that trusted proxies added
   */
  record Origin(String traceparent, String clientAddress, String host, String scheme) {}

  /** Turns a client's headers into those for a service. */
  static void prepareRequest(MultiMap headers, Origin origin) {
    boolean sameTrace = origin.traceparent().equals(headers.get("traceparent"));
    removeHopByHop(headers);
    if (!sameTrace) headers.remove("tracestate");
    for (String name : List.copyOf(headers.names())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (REQUEST_HEADERS.contains(lower)
          || REQUEST_PREFIXES.stream().anyMatch(lower::startsWith)) {
        headers.remove(name);
      }
    }
    headers
        .set("traceparent", origin.traceparent())
        .set("x-forwarded-for", origin.clientAddress())
        .set("x-forwarded-host", origin.host())
        .set("x-forwarded-proto", origin.scheme());
  }

  /** Turns a service's headers into those for a client. */
  static void prepareResponse(MultiMap headers) {
    removeHopByHop(headers);
    RESPONSE_HEADERS.forEach(headers::remove);
    for (String name : List.copyOf(headers.names())) {
      if (name.toLowerCase(Locale.ROOT).startsWith("access-control-")) headers.remove(name);
    }
    if (!headers.contains("cache-control")) headers.set("cache-control", "no-store");
  }

  /** Including those that {@code Connection} names. */
  static void removeHopByHop(MultiMap headers) {
    List<String> named = new ArrayList<>();
    for (String value : headers.getAll("connection")) named.addAll(List.of(value.split(",")));
    named.forEach(name -> headers.remove(name.trim()));
    HOP_BY_HOP.forEach(headers::remove);
  }
}
