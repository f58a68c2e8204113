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
 * Load balancing over the instances of each service, round-robin or by a key. When an instance
 * refuses the connection, the next one is tried, and the instance comes last for a while. Nothing
 * was sent to it by then, so no request is carried out twice.
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
   * A connected request to an instance. Fails with a 503 problem when no instance accepts the
   * connection, or when too many requests wait for one.
   */
  Future<HttpClientRequest> request(String service) {
    return find(service)
        .compose(instances -> connect(service, refusedLast(roundRobin(service, instances)), 0));
  }

  /**
   * A connected request to the instance of {@code key}: every gateway chooses the same instance for
   * the same key while that instance is available. Where one address stands for all instances (a
   * Kubernetes Service), {@code sticky} is called instead, which has session affinity.
   */
  Future<HttpClientRequest> request(String service, String sticky, String key) {
    return find(sticky)
        .compose(found -> found.isEmpty() ? find(service) : Future.succeededFuture(found))
        .compose(instances -> connect(service, refusedLast(byRank(key, instances)), 0));
  }

  private Future<List<HttpAddress>> find(String service) {
    return discovery
        .find(service)
        .recover(cause -> none(service, cause))
        .map(
            found ->
                found.stream()
                    .filter(HttpAddress.class::isInstance)
                    .map(HttpAddress.class::cast)
                    .toList());
  }

  /** A failed lookup is treated like a service without instances. */
  private static Future<List<Location>> none(String service, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("service", service)
        .addKeyValue("cause", cause.toString())
        .log("discovery failed");
    return Future.succeededFuture(List.of());
  }

  private List<HttpAddress> roundRobin(String service, List<HttpAddress> instances) {
    List<HttpAddress> turned = new ArrayList<>(instances);
    Collections.rotate(turned, -turns.merge(service, 1, Integer::sum));
    return turned;
  }

  /** Rendezvous hashing: an instance that joins or leaves moves only its own keys. */
  private static List<HttpAddress> byRank(String key, List<HttpAddress> instances) {
    return instances.stream()
        .sorted(Comparator.comparingLong((HttpAddress address) -> rank(key, address)))
        .toList();
  }

  /** MurmurHash3's finalizer: String.hashCode alone distributes too badly. */
  private static long rank(String key, HttpAddress address) {
    long bits = ((long) key.hashCode() << 32) ^ (address.host() + ":" + address.port()).hashCode();
    bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return bits ^ (bits >>> 33);
  }

  private List<HttpAddress> refusedLast(List<HttpAddress> instances) {
    return instances.stream().sorted(Comparator.comparing(this::hasRefusedRecently)).toList();
  }

  private boolean hasRefusedRecently(HttpAddress address) {
    Long at = refusedAt.get(address);
    return at != null && !hasCooledDown(at);
  }

  private boolean hasCooledDown(long refusedAtNanos) {
    return System.nanoTime() - refusedAtNanos > settings.coolDown().toNanos();
  }

  private Future<HttpClientRequest> connect(String service, List<HttpAddress> instances, int next) {
    if (next == instances.size()) {
      return Future.failedFuture(UpstreamProblems.unavailable(service, settings.retryAfter()));
    }
    HttpAddress address = instances.get(next);
    return client
        .request(options(address))
        .map(Upstreams::unlogged)
        .recover(
            cause -> {
              if (isBusy(cause)) {
                return Future.failedFuture(UpstreamProblems.busy(service, settings.retryAfter()));
              }
              refused(service, address, cause);
              return connect(service, instances, next + 1);
            });
  }

  /**
   * The response's future fails with the same cause, and a reset is our own. Without a handler
   * Vert.x would log both as errors, one for each client that leaves.
   */
  private static HttpClientRequest unlogged(HttpClientRequest request) {
    return request.exceptionHandler(cause -> {});
  }

  /** The timeout covers connecting and queueing, so a timeout means that the queue is too long. */
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
    // This also removes instances that no longer exist.
    refusedAt.values().removeIf(this::hasCooledDown);
    if (refusedAt.put(address, System.nanoTime()) != null) return;
    LOG.atWarn()
        .addKeyValue("service", service)
        .addKeyValue("host", address.host())
        .addKeyValue("port", address.port())
        .addKeyValue("cause", cause.toString())
        .log("instance refuses connections, trying others first");
  }
}
