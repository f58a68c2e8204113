package insurancecontract.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Takes in a request's body up to a limit before any service is asked: a client that sends slowly
 * holds up no service, one that sends too much is found out whatever length it announced, and what
 * is held can be sent once more.
 */
final class RequestBody {
  private RequestBody() {}

  /** The body is longer than allowed. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(int limit) {
      super("the body is longer than " + limit + " bytes", null, false, false);
    }
  }

  /**
   * Reads a paused request to its end. Fails with {@link TooLarge} as soon as that is known, and
   * with what went wrong when the client goes away.
   */
  static Future<Buffer> read(HttpServerRequest request, int limit) {
    if (announced(request) > limit) return Future.failedFuture(new TooLarge(limit));
    if (expectsContinue(request)) request.response().writeContinue();
    Promise<Buffer> read = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (read.future().isComplete()) return;
          body.appendBuffer(chunk);
          if (body.length() > limit) read.tryFail(new TooLarge(limit));
        });
    request.endHandler(end -> read.tryComplete(body));
    request.exceptionHandler(read::tryFail);
    request.resume();
    return read.future();
  }

  /** The length that the client announces; 0 when it announces none, or none that is a number. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  private static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }
}
