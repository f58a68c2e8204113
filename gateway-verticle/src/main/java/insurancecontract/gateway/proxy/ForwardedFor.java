package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.Http;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The origin of a call. Anyone can send {@code X-Forwarded-*} and {@code Forwarded} headers, so
 * they count only if the connection comes from a trusted proxy. Of those headers only the last
 * value of the last line is the proxy's own; a client may have sent all others.
 */
public final class ForwardedFor {
  private static final String FOR = "x-forwarded-for";
  private static final String FORWARDED = "forwarded";
  private static final int TEXT_MAX = 1_024;

  /** The node in the last element of {@code Forwarded}: a token or a quoted text. */
  private static final Pattern LAST_NODE =
      Pattern.compile("(?i)(?:^|[;,])\\s*for\\s*=\\s*(\"[^\"]*\"|[^;,\"\\s]+)[^,]*$");

  /** An address, perhaps with a port; IPv6 with a port is in brackets. */
  private static final Pattern NODE =
      Pattern.compile("\\[([^\\]]*)\\](?::\\d+)?|([^:]+):\\d+|(.+)");

  private final TrustedProxies trusted;

  /** Trusts the headers of these proxies, and of anyone else only the peer address. */
  public ForwardedFor(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /** The address of the client, as far as it can be known. */
  public String clientAddress(RoutingContext context) {
    return clientAddress(context.request().remoteAddress(), context.request().headers());
  }

  String clientAddress(SocketAddress connected, MultiMap headers) {
    if (!trusted.contain(connected)) return peer(connected);
    Set<String> named =
        Stream.of(lastValue(headers), lastNode(headers))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    // A proxy that adds one of the headers may forward the client's other one: if they differ,
    // nobody knows which of the two that is.
    return named.size() == 1 ? named.iterator().next() : peer(connected);
  }

  private static Optional<String> lastValue(MultiMap headers) {
    return lastLine(headers, FOR)
        .map(line -> line.substring(line.lastIndexOf(',') + 1))
        .flatMap(ForwardedFor::address);
  }

  private static Optional<String> lastNode(MultiMap headers) {
    return lastLine(headers, FORWARDED)
        .map(LAST_NODE::matcher)
        .filter(Matcher::find)
        .map(node -> node.group(1).replace("\"", ""))
        .flatMap(ForwardedFor::address);
  }

  private static Optional<String> lastLine(MultiMap headers, String name) {
    List<String> lines = headers.getAll(name);
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.get(lines.size() - 1)).filter(line -> line.length() <= TEXT_MAX);
  }

  /** One spelling for each address, so that a client has one; a port is not part of it. */
  private static Optional<String> address(String node) {
    Matcher parts = NODE.matcher(node.trim());
    if (!parts.matches()) return Optional.empty();
    String text = parts.group(1) != null ? parts.group(1) : parts.group(2);
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(text != null ? text : parts.group(3));
    return Optional.ofNullable(address).map(NetUtil::bytesToIpAddress);
  }

  /** What the service is told about the origin. */
  ForwardedHeaders.Origin origin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String chain = header(request, FOR, null);
    String peer = peer(request.remoteAddress());
    String authority = request.authority() == null ? "" : request.authority().toString();
    return new ForwardedHeaders.Origin(
        Http.traceparent(context),
        chain == null ? peer : chain + ", " + peer,
        header(request, "x-forwarded-host", authority),
        header(request, "x-forwarded-proto", request.scheme()));
  }

  private String header(HttpServerRequest request, String name, String otherwise) {
    if (!trusted.contain(request.remoteAddress())) return otherwise;
    String value = String.join(", ", request.headers().getAll(name));
    return value.isBlank() || value.length() > TEXT_MAX ? otherwise : value;
  }

  private static String peer(SocketAddress connected) {
    return connected == null ? "unknown" : connected.hostAddress();
  }
}
