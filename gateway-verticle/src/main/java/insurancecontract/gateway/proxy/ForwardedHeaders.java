package insurancecontract.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers cross the gateway. What belongs to one connection ends here; what we say about a
 * client must not be said by the client; the rest passes.
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

  /** Ours to say towards a service. */
  private static final Set<String> OURS_INWARDS =
      Set.of("forwarded", "x-real-ip", "x-correlation-id", "traceparent", "expect");

  private static final List<String> OURS_INWARDS_BEGIN = List.of("x-forwarded-", "x-internal-");

  /** Ours to say towards a client, and said already. */
  private static final Set<String> OURS_OUTWARDS =
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
   * What a service must know of a client.
   *
   * @param traceparent the trace; {@code tracestate} passes only when it belongs to it
   * @param clientAddress the address that the call came from, after those that trusted proxies
   *     named
   */
  record Origin(String traceparent, String clientAddress, String host, String scheme) {}

  /** Makes a client's headers fit for a service. */
  static void inwards(MultiMap headers, Origin origin) {
    boolean sameTrace = origin.traceparent().equals(headers.get("traceparent"));
    removeHopByHop(headers);
    if (!sameTrace) headers.remove("tracestate");
    for (String name : List.copyOf(headers.names())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (OURS_INWARDS.contains(lower) || OURS_INWARDS_BEGIN.stream().anyMatch(lower::startsWith)) {
        headers.remove(name);
      }
    }
    headers
        .set("traceparent", origin.traceparent())
        .set("x-forwarded-for", origin.clientAddress())
        .set("x-forwarded-host", origin.host())
        .set("x-forwarded-proto", origin.scheme());
  }

  /** Makes a service's headers fit for a client. */
  static void outwards(MultiMap headers) {
    removeHopByHop(headers);
    OURS_OUTWARDS.forEach(headers::remove);
    for (String name : List.copyOf(headers.names())) {
      if (name.toLowerCase(Locale.ROOT).startsWith("access-control-")) headers.remove(name);
    }
    if (!headers.contains("cache-control")) headers.set("cache-control", "no-store");
  }

  /** Also those that {@code Connection} names. */
  private static void removeHopByHop(MultiMap headers) {
    List<String> named = new ArrayList<>();
    for (String value : headers.getAll("connection")) named.addAll(List.of(value.split(",")));
    named.forEach(name -> headers.remove(name.trim()));
    HOP_BY_HOP.forEach(headers::remove);
  }
}
