package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Hold;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads each request's body to its end before anything else is occupied: so a client that sends
 * slowly holds no slot and no service, the size limit holds whatever Content-Length says, and the
 * request can be retried. Reading has a time limit, and how many bodies are read at once is limited
 * per client and in total.
 *
 * <p>Belongs to one event loop.
 */
public final class RequestBodies {
  private static final String BODY = "gateway.body";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /**
   * The limits.
   *
   * @param sizeMax bytes of one body
   * @param within the time to read one
   * @param perClientMax bodies of one client that are read at once
   * @param max bodies that are read at once
   */
  public record Limits(int sizeMax, Duration within, int perClientMax, int max) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Map<String, Integer> byClient = new HashMap<>();
  private int reading;

  /** None is being read. */
  public RequestBodies(Vertx vertx, Limits limits, MeterRegistry meters) {
    this.vertx = vertx;
    this.limits = limits;
    Gauge.builder("gateway.bodies.reading", this, bodies -> bodies.reading)
        .description("Request bodies that are being read")
        .register(meters);
  }

  /** The body of a request that has been read; empty when it had none. */
  public static Buffer of(RoutingContext context) {
    Buffer body = context.get(BODY);
    return body == null ? Buffer.buffer() : body;
  }

  /**
   * Reads the body, and goes on. Fails with 413 as soon as it is too large, 400 when it ends early,
   * 408 when it takes too long, and 429 or 503 when too many others are being read.
   */
  public void read(RoutingContext context, String client) {
    HttpServerRequest request = context.request();
    if (request.isEnded() || !mayHaveBody(request)) {
      context.next();
    } else if (contentLength(request) > limits.sizeMax()) {
      context.fail(413);
    } else if (reading >= limits.max()) {
      context.fail(
          Problems.unavailable(
              "OVERLOADED", "The platform is overloaded. Please try again shortly.", RETRY_AFTER));
    } else if (byClient.getOrDefault(client, 0) >= limits.perClientMax()) {
      context.fail(ClientLimits.tooMany(RETRY_AFTER.toNanos()));
    } else {
      new Reading(context, hold(context, client)).begin();
    }
  }

  private Hold hold(RoutingContext context, String client) {
    reading++;
    int unused = byClient.merge(client, 1, Integer::sum);
    return Hold.of(context, () -> release(client));
  }

  private void release(String client) {
    reading--;
    byClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }

  /** Over HTTP/2 a body needs no header. */
  private static boolean mayHaveBody(HttpServerRequest request) {
    return HttpVersion.HTTP_2.equals(request.version())
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || contentLength(request) > 0;
  }

  /** The Content-Length; 0 when it is missing or not a number. */
  private static long contentLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /** The reading of one body. */
  private final class Reading {
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Hold hold;
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private boolean over;

    Reading(RoutingContext context, Hold hold) {
      this.context = context;
      this.request = context.request();
      this.hold = hold;
      this.timer = vertx.setTimer(limits.within().toMillis(), late -> fail(tooSlow()));
    }

    void begin() {
      context.addEndHandler(
          ended -> {
            boolean unused = end();
          });
      request.handler(this::append);
      request.endHandler(complete -> succeed());
      request.exceptionHandler(cause -> fail(brokenOff()));
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        request.response().writeContinue();
      }
      request.resume();
    }

    private void append(Buffer chunk) {
      if (over) return;
      if (body.length() + chunk.length() > limits.sizeMax()) {
        fail(new ProblemException(Problems.of(null, 413)));
      } else {
        body.appendBuffer(chunk);
      }
    }

    private void succeed() {
      if (!end()) return;
      context.put(BODY, body);
      context.next();
    }

    private void fail(ProblemException problem) {
      if (end()) context.fail(problem);
    }

    /** False if the reading is over already. */
    private boolean end() {
      if (over) return false;
      over = true;
      vertx.cancelTimer(timer);
      hold.release();
      return true;
    }
  }

  private static ProblemException tooSlow() {
    return Problems.problem(
        408, "TOO_SLOW", "The request body took too long", "Send the body faster.");
  }

  private static ProblemException brokenOff() {
    return Problems.badRequest("BROKEN_BODY", "The body ended early.");
  }
}
