package insurancecontract.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * The same request at a rate or by a number of clients, and how long its answers took. Everything
 * happens on one event loop; callers wait for it.
 */
final class Load implements AutoCloseable {
  /** Answers later than that count as none. */
  static final long TIMEOUT_MS = 60_000;

  private static final long HIGHEST_MICROS = TimeUnit.MILLISECONDS.toMicros(2 * TIMEOUT_MS);
  private static final int DIGITS = 3;
  private static final double NANOS = 1e9;
  private static final long RETRY_MS = 100;
  private static final int NO_ANSWER = 0;

  /** An open loop never has more than these on their way: the generator is the limit then. */
  private static final int IN_FLIGHT_MAX = 50_000;

  /**
   * A request.
   *
   * @param expected the status of a good answer
   */
  record Request(RequestOptions options, Buffer body, int expected) {}

  /**
   * What was answered while it was measured.
   *
   * @param good how long good answers took, in microseconds from when the request was due
   * @param refused the same of all others
   * @param statuses how often each status came; 0 is no answer
   * @param late how late requests were sent, in microseconds; in a closed loop never
   */
  record Result(
      double seconds,
      Histogram good,
      Histogram refused,
      Map<Integer, Long> statuses,
      Histogram late) {
    double goodPerSecond() {
      return good.getTotalCount() / seconds;
    }
  }

  private final Vertx vertx;
  private final Context loop;
  private final HttpClient http;
  private final Request request;
  private Histogram good = histogram();
  private Histogram refused = histogram();
  private Histogram late = histogram();
  private Map<Integer, Long> statuses = new TreeMap<>();
  private long began = System.nanoTime();
  private long inFlight;
  private volatile boolean over;

  /** A load that has not started, over at most so many connections. */
  Load(Vertx vertx, int connections, Request request) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.request = request;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1));
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_MICROS, DIGITS);
  }

  /** So many clients, each of which sends its next request when the last was answered. */
  void closedLoop(int clients) {
    loop.runOnContext(
        on -> {
          for (int i = 0; i < clients; i++) client();
        });
  }

  private void client() {
    if (over) return;
    send(
        System.nanoTime(),
        status -> {
          // Without an answer a client comes back later, not at once.
          if (status == NO_ANSWER) vertx.setTimer(RETRY_MS, timer -> client());
          else client();
        });
  }

  /** So many requests a second, whatever becomes of those before. */
  void openLoop(double perSecond) {
    long start = System.nanoTime();
    double nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long[] sent = {0};
    loop.runOnContext(
        on ->
            vertx.setPeriodic(
                1,
                timer -> {
                  if (over) {
                    vertx.cancelTimer(timer);
                    return;
                  }
                  long now = System.nanoTime();
                  long due = start + (long) (sent[0] * nanosEach);
                  while (due <= now && inFlight < IN_FLIGHT_MAX) {
                    late.recordValue(micros(now - due));
                    send(due, status -> {});
                    sent[0]++;
                    due = start + (long) (sent[0] * nanosEach);
                  }
                }));
  }

  private void send(long due, IntConsumer then) {
    inFlight++;
    http.request(request.options())
        .compose(opened -> opened.send(request.body()))
        .compose(response -> response.body().map(body -> response.statusCode()))
        .otherwise(NO_ANSWER)
        .onSuccess(
            status -> {
              answered(due, status);
              then.accept(status);
            });
  }

  private void answered(long due, int status) {
    inFlight--;
    Histogram histogram = status == request.expected() ? good : refused;
    histogram.recordValue(micros(System.nanoTime() - due));
    statuses.merge(status, 1L, Long::sum);
  }

  private static long micros(long nanos) {
    return Math.min(HIGHEST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** Forgets what was measured so far. */
  void begin() {
    loop.runOnContext(
        on -> {
          good = histogram();
          refused = histogram();
          late = histogram();
          statuses = new TreeMap<>();
          began = System.nanoTime();
        });
  }

  /** What was measured since the beginning. */
  Result measured() {
    return onLoop(
        () ->
            new Result(
                (System.nanoTime() - began) / NANOS,
                good.copy(),
                refused.copy(),
                Map.copyOf(statuses),
                late.copy()));
  }

  private <T> T onLoop(Supplier<T> work) {
    return Future.<T>future(done -> loop.runOnContext(on -> done.complete(work.get()))).await();
  }

  /** Nothing is sent any more. */
  void end() {
    over = true;
  }

  @Override
  public void close() {
    end();
    http.close().await();
  }
}
