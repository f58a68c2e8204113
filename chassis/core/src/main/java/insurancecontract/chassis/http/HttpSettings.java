package insurancecontract.chassis.http;

import insurancecontract.chassis.settings.Settings;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/**
 * How a service's HTTP server listens.
 *
 * @param host the address to listen at
 * @param advertisedHost the address published in discovery
 * @param port 0 for any free port
 * @param bodyMax maximum size of a request body in bytes
 * @param headersMax maximum size of all headers of a request in bytes, its token included
 * @param requestTimeout after which an unanswered request gets 503
 * @param grace how long a stop waits for requests in flight
 */
public record HttpSettings(
    String host,
    String advertisedHost,
    int port,
    int bodyMax,
    int headersMax,
    Duration requestTimeout,
    Duration grace) {

  /** The options of a server, where both versions of HTTP have the same limit of headers. */
  public HttpServerOptions server() {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setMaxHeaderSize(headersMax)
        .setInitialSettings(new Http2Settings().setMaxHeaderListSize(headersMax));
  }

  /** Reads {@code HTTP_*}. */
  public static HttpSettings from(Settings settings) {
    String host = settings.text("HTTP_HOST", "0.0.0.0");
    String own = settings.text("CLUSTER_HOST", host.equals("0.0.0.0") ? "127.0.0.1" : host);
    String known = settings.text("CLUSTER_PUBLIC_HOST", own);
    return new HttpSettings(
        host,
        settings.text("HTTP_ADVERTISED_HOST", known),
        settings.between("HTTP_PORT", 0, 65_535, 8080),
        settings.between("HTTP_BODY_MAX", 1_024, 10_485_760, 65_536),
        settings.between("HTTP_HEADERS_MAX", 8_192, 1_048_576, 8_192),
        settings.millis("HTTP_REQUEST_TIMEOUT_MS", 100, 600_000, 15_000),
        settings.millis("SHUTDOWN_GRACE_MS", 1, 60_000, 2_000));
  }
}
