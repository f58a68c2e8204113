package insurancecontract.gateway.proxy;

import insurancecontract.chassis.settings.Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/**
 * How the services are called.
 *
 * @param poolSize connections to one instance
 * @param queueSize requests that may wait for a connection to one instance
 * @param queueTimeout for waiting there
 * @param connectTimeout for one connection attempt
 * @param requestTimeout for everything from the head of a request to the end of its answer
 * @param responseTimeout from the request to the head of its answer; longer than the services' own
 *     limit, so that they get to say what became of it
 * @param pushTimeout the same for the push, where an answer begins when there is something to say,
 *     at the latest at the next heartbeat
 * @param keepAlive how long a connection that carries nothing is used again; shorter than an
 *     instance that leaves goes on answering, so that it closes none that we are about to use
 * @param coolDown how long an instance that refused is asked last
 * @param retryAfter when clients are told to try again
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

  /** The same with the time limit of the push. */
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

  /** How one connection behaves. */
  public HttpClientOptions client() {
    return new HttpClientOptions()
        .setConnectTimeout((int) connectTimeout.toMillis())
        .setKeepAliveTimeout((int) keepAlive.toSeconds())
        .setDecompressionSupported(false);
  }

  /** How many connections there may be. */
  public PoolOptions pool() {
    return new PoolOptions().setHttp1MaxSize(poolSize).setMaxWaitQueueSize(queueSize);
  }
}
