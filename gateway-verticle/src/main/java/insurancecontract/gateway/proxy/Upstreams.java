package insurancecontract.gateway.proxy;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of every service, asked in turn or by what belongs together. One that cannot be
 * connected to is passed over for the next, and asked last for a while; since nothing was sent to
 * it, nothing can happen twice.
 *
 * <p>Belongs to one event loop.
 */
final class Upstreams {
  private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

  private final Discovery discovery;
  private final HttpClient client;
  private final UpstreamSettings settings;
  private final Map<String, Integer> turns = new HashMap<>();
  private final Map<HttpAddress, Long> refusedAt = new HashMap<>();

  Upstreams(Discovery discovery, HttpClient client, UpstreamSettings settings) {
    this.discovery = discovery;
    this.client = client;
    this.settings = settings;
  }

  /**
   * A request to an instance that is there. Fails with a 503 problem when none is, or when too many
   * others wait for it.
   */
  Future<HttpClientRequest> request(String service) {
    return find(service)
        .compose(instances -> connect(service, willingFirst(inTurn(service, instances)), 0));
  }

  /**
   * The same for what belongs together: everything with the same {@code key} goes to the same
   * instance for as long as that one is there, by whichever gateway it comes. Where a single
   * address stands for all instances nothing can be chosen here; whoever is found as {@code
   * keeping} is asked instead, an address that keeps each gateway at one of them.
   */
  Future<HttpClientRequest> request(String service, String keeping, String key) {
    return find(keeping)
        .compose(found -> found.isEmpty() ? find(service) : Future.succeededFuture(found))
        .compose(instances -> connect(service, willingFirst(byRank(key, instances)), 0));
  }

  private Future<List<HttpAddress>> find(String service) {
    return discovery
        .find(service)
        .recover(cause -> nowhere(service, cause))
        .map(
            found ->
                found.stream()
                    .filter(HttpAddress.class::isInstance)
                    .map(HttpAddress.class::cast)
                    .toList());
  }

  /** Whoever cannot be found cannot be asked, whatever the reason. */
  private static Future<List<Location>> nowhere(String service, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("service", service)
        .addKeyValue("cause", cause.toString())
        .log("discovery gives no answer");
    return Future.succeededFuture(List.of());
  }

  private List<HttpAddress> inTurn(String service, List<HttpAddress> instances) {
    List<HttpAddress> turned = new ArrayList<>(instances);
    Collections.rotate(turned, -turns.merge(service, 1, Integer::sum));
    return turned;
  }

  /**
   * Each key ranks the instances in an order of its own, so that whoever comes or goes moves only
   * the keys that are its own.
   */
  private static List<HttpAddress> byRank(String key, List<HttpAddress> instances) {
    return instances.stream()
        .sorted(Comparator.comparingLong((HttpAddress address) -> rank(key, address)))
        .toList();
  }

  /** The bits are mixed (by MurmurHash3's last step), for the text's own hash hardly does that. */
  private static long rank(String key, HttpAddress address) {
    long bits = ((long) key.hashCode() << 32) ^ (address.host() + ":" + address.port()).hashCode();
    bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return bits ^ (bits >>> 33);
  }

  /** Those that refused lately come last. */
  private List<HttpAddress> willingFirst(List<HttpAddress> instances) {
    return instances.stream().sorted(Comparator.comparing(this::refusedLately)).toList();
  }

  private boolean refusedLately(HttpAddress address) {
    Long at = refusedAt.get(address);
    return at != null && !cooledDown(at);
  }

  private boolean cooledDown(long refusedAtNanos) {
    return System.nanoTime() - refusedAtNanos > settings.coolDown().toNanos();
  }

  private Future<HttpClientRequest> connect(String service, List<HttpAddress> instances, int next) {
    if (next == instances.size()) {
      return Future.failedFuture(UpstreamTrouble.away(service, settings.retryAfter()));
    }
    HttpAddress address = instances.get(next);
    return client
        .request(options(address))
        .recover(
            cause -> {
              if (isBusy(cause)) {
                return Future.failedFuture(UpstreamTrouble.busy(service, settings.retryAfter()));
              }
              refused(service, address, cause);
              return connect(service, instances, next + 1);
            });
  }

  /** Longer than a connection attempt may take, so what exceeds it has waited for its turn. */
  private RequestOptions options(HttpAddress address) {
    return new RequestOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setSsl(address.ssl())
        .setConnectTimeout(settings.connectTimeout().plus(settings.queueTimeout()).toMillis())
        .setIdleTimeout(settings.responseTimeout().toMillis());
  }

  private static boolean isBusy(Throwable cause) {
    return cause instanceof ConnectionPoolTooBusyException || cause instanceof TimeoutException;
  }

  private void refused(String service, HttpAddress address, Throwable cause) {
    // Also forgets instances that are gone for good.
    refusedAt.values().removeIf(this::cooledDown);
    if (refusedAt.put(address, System.nanoTime()) != null) return;
    LOG.atWarn()
        .addKeyValue("service", service)
        .addKeyValue("host", address.host())
        .addKeyValue("port", address.port())
        .addKeyValue("cause", cause.toString())
        .log("instance does not accept connections, asking others first");
  }
}
