package insurancecontract.gateway.front;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.gateway.limits.Descriptors;
import insurancecontract.gateway.limits.RequestBodies;
import insurancecontract.gateway.proxy.TrustedProxies;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the public server.
 *
 * @param corsOrigins origins whose pages may call, {@code *} for all
 * @param trustedProxies the proxies in front, whose X-Forwarded and Forwarded headers count
 * @param connectionsMax open connections
 * @param connectionsPerAddressMax of them from one address
 * @param idleTimeout after which an idle connection is closed
 * @param clientsMax clients whose rate is tracked
 * @param bodies limits of reading request bodies
 * @param shutdownGrace how long requests in flight may take when the gateway stops
 */
public record FrontSettings(
    List<String> corsOrigins,
    TrustedProxies trustedProxies,
    int connectionsMax,
    int connectionsPerAddressMax,
    Duration idleTimeout,
    int clientsMax,
    RequestBodies.Limits bodies,
    Duration shutdownGrace) {
  private static final int CONNECTIONS_MAX = 1_000_000;
  private static final int CONNECTIONS = 20_000;

  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.\\[\\]:-]+");

  /**
   * Reads the settings of the public server, whose bodies have at most {@code bodyMax} bytes.
   *
   * <p>More connections than the process may open files would stop everything in it, so a larger
   * number is refused. Behind trusted proxies all clients have the proxies' addresses.
   */
  public static FrontSettings from(Settings settings, int bodyMax) {
    boolean behindProxies = !settings.list("TRUSTED_PROXIES", new JsonArray()).isEmpty();
    int possible = Math.min(CONNECTIONS_MAX, Descriptors.connectionsMax());
    int connectionsMax =
        settings.between("CONNECTIONS_MAX", 1, possible, Math.min(CONNECTIONS, possible));
    int perAddress = behindProxies ? connectionsMax : Math.max(1, connectionsMax / 2);
    return new FrontSettings(
        origins(settings),
        trustedProxies(settings),
        connectionsMax,
        settings.between("CONNECTIONS_PER_ADDRESS_MAX", 1, connectionsMax, perAddress),
        settings.seconds("IDLE_TIMEOUT_SECONDS", 1, 3_600, 60),
        settings.between("RATE_LIMIT_CLIENTS_MAX", 1, 1_000_000, 20_000),
        new RequestBodies.Limits(
            bodyMax,
            settings.millis("BODY_TIMEOUT_MS", 10, 60_000, 10_000),
            settings.between("BODIES_PER_CLIENT_MAX", 1, 10_000, 64),
            settings.between("BODIES_MAX", 1, 100_000, 1_024)),
        settings.millis("SHUTDOWN_GRACE_MS", 0, 60_000, 3_000));
  }

  private static TrustedProxies trustedProxies(Settings settings) {
    List<IpSubnetFilterRule> networks = new ArrayList<>();
    for (Object entry : settings.list("TRUSTED_PROXIES", new JsonArray())) {
      TrustedProxies.network(String.valueOf(entry))
          .ifPresentOrElse(
              networks::add,
              () ->
                  settings.fault(
                      "TRUSTED_PROXIES",
                      entry,
                      "a list of addresses or networks such as 10.1.2.3 or 10.1.0.0/16"));
    }
    return new TrustedProxies(networks);
  }

  private static List<String> origins(Settings settings) {
    JsonArray list = settings.list("CORS_ORIGINS", new JsonArray());
    List<String> origins = new ArrayList<>();
    for (Object entry : list) {
      if (entry instanceof String origin && ORIGIN.matcher(origin).matches()) {
        origins.add(origin);
      } else {
        settings.fault(
            "CORS_ORIGINS", entry, "a list of origins such as https://example.org, or *");
      }
    }
    return List.copyOf(origins);
  }
}
