package insurancecontract.gateway.proxy;

import insurancecontract.chassis.settings.Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/**
 * How services are called.
 *
 * @param poolSize connections to one instance
 * @param queueSize requests that may wait for a connection to one instance
 * @param queueTimeout for waiting in that queue
 * @param connectTimeout for one connection attempt
 * @param requestTimeout from the head of a request to the end of its response
 * @param responseTimeout from the request to the head of its response; longer than the services'
 *     own limit, so that their answer arrives
 * @param pushTimeout the same for push connections, whose response may begin with the next
 *     heartbeat
 * @param keepAlive how long an idle connection is reused; shorter than a stopping instance goes on
 *     serving, so that it closes no connection that is about to be used
 * @param coolDown how long an instance that refused a connection comes last
 * @param retryAfter the value of Retry-After
 */
public record UpstreamSettings(
    int poolSize,
    int queueSize,
    Duration queueTimeout,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration responseTimeout,
    Duration pushTimeout,
    Duration keepAlive,
    Duration coolDown,
    Duration retryAfter) {

  /** Reads {@code REQUEST_TIMEOUT_MS} and {@code UPSTREAM_*}. */
  public static UpstreamSettings from(Settings settings) {
    return new UpstreamSettings(
        settings.between("UPSTREAM_POOL_SIZE", 1, 10_000, 512),
        settings.between("UPSTREAM_QUEUE_SIZE", 0, 1_000_000, 4_096),
        settings.millis("UPSTREAM_QUEUE_TIMEOUT_MS", 10, 60_000, 5_000),
        settings.millis("UPSTREAM_CONNECT_TIMEOUT_MS", 10, 60_000, 1_000),
        settings.millis("REQUEST_TIMEOUT_MS", 10, 600_000, 30_000),
        settings.millis("UPSTREAM_RESPONSE_TIMEOUT_MS", 10, 300_000, 20_000),
        settings.millis("UPSTREAM_PUSH_TIMEOUT_MS", 10, 300_000, 60_000),
        settings.seconds("UPSTREAM_KEEP_ALIVE_SECONDS", 1, 3_600, 1),
        settings.millis("UPSTREAM_COOL_DOWN_MS", 0, 60_000, 1_000),
        settings.millis("UPSTREAM_RETRY_AFTER_MS", 1, 60_000, 1_000));
  }

  /** The same with the time limit of push connections. */
  UpstreamSettings forPush() {
    return new UpstreamSettings(
        poolSize,
        queueSize,
        queueTimeout,
        connectTimeout,
        requestTimeout,
        pushTimeout,
        pushTimeout,
        keepAlive,
        coolDown,
        retryAfter);
  }

  /** The options of each connection. */
  public HttpClientOptions client() {
    return new HttpClientOptions()
        .setConnectTimeout((int) connectTimeout.toMillis())
        .setKeepAliveTimeout((int) keepAlive.toSeconds())
        .setDecompressionSupported(false);
  }

  /** The limits of the connection pool. */
  public PoolOptions pool() {
    return new PoolOptions().setHttp1MaxSize(poolSize).setMaxWaitQueueSize(queueSize);
  }
}
