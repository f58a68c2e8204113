package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.Http;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The origin of a call. Anyone can send X-Forwarded headers, so they count only behind a trusted
 * proxy, which has then added the last entry.
 */
public final class ForwardedFor {
  private static final String FOR = "x-forwarded-for";
  private static final int TEXT_MAX = 1_024;

  private final boolean trusted;

  /** Trusts the headers, or else only the peer address. */
  public ForwardedFor(boolean trusted) {
    this.trusted = trusted;
  }

  /** The address of the client, as far as it can be known. */
  public String clientAddress(RoutingContext context) {
    HttpServerRequest request = context.request();
    String chain = header(request, FOR, null);
    if (chain == null) return peer(request);
    return chain.substring(chain.lastIndexOf(',') + 1).trim();
  }

  /** What the service is told about the origin. */
  ForwardedHeaders.Origin origin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String chain = header(request, FOR, null);
    String peer = peer(request);
    String authority = request.authority() == null ? "" : request.authority().toString();
    return new ForwardedHeaders.Origin(
        Http.traceparent(context),
        chain == null ? peer : chain + ", " + peer,
        header(request, "x-forwarded-host", authority),
        header(request, "x-forwarded-proto", request.scheme()));
  }

  private String header(HttpServerRequest request, String name, String otherwise) {
    String value = trusted ? request.getHeader(name) : null;
    return value == null || value.isBlank() || value.length() > TEXT_MAX ? otherwise : value;
  }

  private static String peer(HttpServerRequest request) {
    return request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
  }
}
