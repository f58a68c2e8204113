package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Buffers a request's body, up to a limit, before a service is called. So a slow client occupies no
 * service, the limit holds whatever Content-Length says, and the request can be retried.
 */
final class RequestBody {
  private RequestBody() {}

  /**
   * Reads a paused request to its end. Fails with a problem: 413 as soon as the body is too large,
   * and 400 when it ends early.
   */
  static Future<Buffer> read(HttpServerRequest request, int limit) {
    if (contentLength(request) > limit) return Future.failedFuture(tooLarge());
    if (expectsContinue(request)) request.response().writeContinue();
    Promise<Buffer> read = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (read.future().isComplete()) return;
          body.appendBuffer(chunk);
          if (body.length() > limit) read.tryFail(tooLarge());
        });
    request.endHandler(end -> read.tryComplete(body));
    request.exceptionHandler(cause -> read.tryFail(brokenOff()));
    request.resume();
    return read.future();
  }

  private static ProblemException tooLarge() {
    return new ProblemException(Problems.of(null, 413));
  }

  private static ProblemException brokenOff() {
    return Problems.badRequest("BROKEN_BODY", "The body ended early.");
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

  private static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }
}
