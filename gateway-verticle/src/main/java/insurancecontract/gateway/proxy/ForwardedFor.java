package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.Http;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Where a call comes from. Anyone can write the headers that say so; they count only when a proxy
 * of ours stands before us, which then has written the last entry.
 */
public final class ForwardedFor {
  private static final String FOR = "x-forwarded-for";
  private static final int TEXT_MAX = 1_024;

  private final boolean trusted;

  /** Trusts what came with the call, or only the connection. */
  public ForwardedFor(boolean trusted) {
    this.trusted = trusted;
  }

  /** The address of the client, as far as it can be known. */
  public String clientAddress(RoutingContext context) {
    HttpServerRequest request = context.request();
    String chain = given(request, FOR, null);
    if (chain == null) return connected(request);
    return chain.substring(chain.lastIndexOf(',') + 1).trim();
  }

  /** What the service is told of the origin. */
  ForwardedHeaders.Origin origin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String chain = given(request, FOR, null);
    String connected = connected(request);
    String authority = request.authority() == null ? "" : request.authority().toString();
    return new ForwardedHeaders.Origin(
        Http.traceparent(context),
        chain == null ? connected : chain + ", " + connected,
        given(request, "x-forwarded-host", authority),
        given(request, "x-forwarded-proto", request.scheme()));
  }

  private String given(HttpServerRequest request, String header, String otherwise) {
    String value = trusted ? request.getHeader(header) : null;
    return value == null || value.isBlank() || value.length() > TEXT_MAX ? otherwise : value;
  }

  private static String connected(HttpServerRequest request) {
    return request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
  }
}
